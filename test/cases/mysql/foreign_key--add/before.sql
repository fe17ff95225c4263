create table p (id int primary key, a int, b int, unique key p_a_b_key (a, b));
create table c (id int primary key, p_id int, a int, b int);
