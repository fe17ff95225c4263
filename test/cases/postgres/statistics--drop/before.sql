create table people (id integer primary key, name text not null, born date, home integer);
create statistics people_s (ndistinct) on name, home from people;
