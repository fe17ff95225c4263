create table people (id integer primary key, name text not null, born date, home integer);
create materialized view homes as select home, count(*) as n from people group by home;
create unique index homes_home_idx on homes (home);
create view full_homes as select home from homes where n > 1;
