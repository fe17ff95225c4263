-- by itself
ALTER TABLE `select` MODIFY COLUMN `a"b` varchar(20) NOT NULL DEFAULT 'it''s', ADD COLUMN `back``tick 名` int COMMENT 'quote '' and \\ backslash', ALGORITHM=INPLACE, LOCK=NONE;
-- by itself
ALTER TABLE `select` ADD CONSTRAINT `chk "q" $1` CHECK (`from` > 0), ALGORITHM=COPY, LOCK=SHARED;
-- by itself
CREATE INDEX `idx'; drop` ON `select` (`a"b`, `back``tick 名`) ALGORITHM=INPLACE LOCK=NONE;
-- by itself
CREATE TABLE `mixed case` (
  `id` bigint NOT NULL AUTO_INCREMENT,
  `order` int,
  PRIMARY KEY (`id`),
  KEY `fk``x` (`order`)
);
-- by itself
ALTER TABLE `mixed case` ADD CONSTRAINT `fk``x` FOREIGN KEY (`order`) REFERENCES `select` (`from`);
-- by itself
CREATE VIEW `view "v"` AS
select `a"b` from `select`;

-- undo
DROP VIEW `view "v"`;
ALTER TABLE `mixed case` DROP FOREIGN KEY `fk``x`;
DROP TABLE `mixed case`;
DROP INDEX `idx'; drop` ON `select` ALGORITHM=INPLACE LOCK=NONE;
ALTER TABLE `select` DROP CONSTRAINT `chk "q" $1`, ALGORITHM=INSTANT, LOCK=DEFAULT;
ALTER TABLE `select` DROP COLUMN `back``tick 名`, MODIFY COLUMN `a"b` varchar(20), ALGORITHM=INPLACE, LOCK=NONE;
