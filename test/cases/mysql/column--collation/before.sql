set names utf8mb4;
create table t (a varchar(20), b varchar(20) character set latin1 collate latin1_bin, constraint t_b_check check (b <> 'é')) character set utf8mb4 collate utf8mb4_general_ci;
