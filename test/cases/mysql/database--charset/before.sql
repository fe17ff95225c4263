set names utf8mb4; set session sql_mode = default;
ALTER DATABASE CHARACTER SET latin1 COLLATE latin1_bin;
CREATE TABLE takes_its_own (a varchar(10));
CREATE TABLE says_so (a varchar(10)) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE stays (a varchar(10), b varchar(10) CHARACTER SET utf8mb4) COLLATE latin1_bin;
CREATE PROCEDURE greet(INOUT name char(9)) SET name = concat('Hi ', name);
CREATE TRIGGER upper BEFORE INSERT ON takes_its_own FOR EACH ROW SET NEW.a = upper(NEW.a);
CREATE EVENT tidy ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 03:00:00' DO DELETE FROM stays;
