create table goods (id integer primary key, amount integer);
create view seen as select id, amount as sum from goods;
create index amounts on goods ((amount + 1));
