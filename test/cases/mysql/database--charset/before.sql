ALTER DATABASE CHARACTER SET latin1 COLLATE latin1_bin;
CREATE TABLE takes_its_own (a varchar(10));
CREATE TABLE says_so (a varchar(10)) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE stays (a varchar(10), b varchar(10) CHARACTER SET utf8mb4) COLLATE latin1_bin;
