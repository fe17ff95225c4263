create table people (id integer primary key, name text not null, born date, home integer);
alter table people add column stay daterange;
alter table people add constraint people_alone exclude using gist (stay with &&);
