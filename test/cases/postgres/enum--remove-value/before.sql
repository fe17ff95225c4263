create type mood as enum ('sad', 'ok', 'happy');
create table people (id integer primary key, current mood not null default 'ok');
create view happy_people as select id from people where current = 'happy';
create index people_current_idx on people (current);
