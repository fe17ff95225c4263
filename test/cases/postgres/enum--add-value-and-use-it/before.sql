create type mood as enum ('sad', 'happy');
create table people (id integer primary key, current mood not null);
