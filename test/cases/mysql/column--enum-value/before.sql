create table t (id int primary key, state enum('new','done') not null default 'new');
