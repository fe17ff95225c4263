create table people (id integer primary key, name text not null, born date, home integer);
create rule people_stay as on delete to people do instead nothing;
