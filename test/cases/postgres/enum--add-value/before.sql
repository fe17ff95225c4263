create type mood as enum ('sad', 'happy');
create table people (current mood not null);
