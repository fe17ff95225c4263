create type mood as enum ('sad', 'glad');
create type pair as (x int, y text);
create table people(id int primary key, feels mood default 'sad', felt mood[], at pair, twice int generated always as (id * 2) stored);
create view glad as select id, feels from people where feels = 'glad';
