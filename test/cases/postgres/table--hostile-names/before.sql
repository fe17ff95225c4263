create table "select" ("from" integer primary key, "a""b" text, "drop table x; --" text);
