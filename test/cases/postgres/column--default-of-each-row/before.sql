create table notes (id bigint not null primary key, body text);
create table pages (no integer not null, part integer not null, primary key (no, part));
