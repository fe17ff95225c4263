create table clients (id integer primary key, age integer);
create table visits (client integer);
create view ages as select age + 1 as next from clients;
create materialized view old as select id, age from clients where age > 60;
create index old_age on old (age);
create policy grown on visits using (exists (select from clients c where c.id = client and c.age > 17));
