create table t (a varchar(20), b varchar(20) character set latin1 collate latin1_bin) character set utf8mb4 collate utf8mb4_general_ci;
