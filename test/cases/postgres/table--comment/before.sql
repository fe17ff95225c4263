comment on schema public is 'nobody declares it';
create table a (id integer);
comment on table a is 'Before';
create table b (id integer);
comment on table b is 'Gone';
create table c (id integer);
