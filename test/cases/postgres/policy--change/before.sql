create table people (id integer primary key, name text not null, born date, home integer);
alter table people enable row level security;
create policy people_read on people for select using (home = 7);
