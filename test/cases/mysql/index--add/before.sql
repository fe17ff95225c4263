create table t (id int primary key, a int, b varchar(50), c text, d datetime, e geometry not null);
