create domain counted as integer default 0;
create table t (id integer primary key, note text not null, rank integer default 1 not null, hits counted not null);
