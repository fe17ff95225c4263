create type mood as enum ('sad', 'ok');
create table people (current mood not null default 'ok');
