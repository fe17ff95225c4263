-- by itself
DROP VIEW `named`;
-- by itself
ALTER TABLE `names` MODIFY COLUMN `name` varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci, ALGORITHM=COPY, LOCK=SHARED;
-- by itself
ALTER TABLE `words` MODIFY COLUMN `word` varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci, ALGORITHM=COPY, LOCK=SHARED;
-- by itself
CREATE VIEW `named` AS
SELECT names.id FROM names JOIN words ON name = word COLLATE utf8mb4_bin;
-- by itself
CREATE OR REPLACE VIEW `counted` AS
SELECT count(*) AS n, max(id) AS last FROM names;

-- undo
CREATE OR REPLACE VIEW `counted` AS
select count(0) AS `n` from `names`;
DROP VIEW `named`;
ALTER TABLE `words` MODIFY COLUMN `word` varchar(20) CHARACTER SET latin1 COLLATE latin1_swedish_ci, ALGORITHM=COPY, LOCK=SHARED;
ALTER TABLE `names` MODIFY COLUMN `name` varchar(20) CHARACTER SET latin1 COLLATE latin1_swedish_ci, ALGORITHM=COPY, LOCK=SHARED;
CREATE VIEW `named` AS
select `names`.`id` AS `id` from (`names` join `words` on((`names`.`name` = (`words`.`word` collate latin1_bin))));
