-- by itself
CREATE TABLE `t` (
  `id` int NOT NULL,
  `n` int,
  PRIMARY KEY (`id`)
);
-- by itself
CREATE VIEW `b_big` AS
select id, n from t where n > 10
WITH LOCAL CHECK OPTION;
-- by itself
CREATE VIEW `a_totals` AS
select count(*) as amount, sum(n) as total from b_big;
-- by itself
CREATE ALGORITHM=MERGE SQL SECURITY INVOKER VIEW `c_safe` AS
select id from t;

-- undo
DROP VIEW `c_safe`;
DROP VIEW `a_totals`;
DROP VIEW `b_big`;
DROP TABLE `t`;
