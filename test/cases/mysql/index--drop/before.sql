create table t (a int, b varchar(20), unique key t_a_idx (a), key t_b_idx (b(5)) comment 'Gone soon');
