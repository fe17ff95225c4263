-- by itself
ALTER TABLE `gone` DROP FOREIGN KEY `gone_kept_id_fkey`, ALGORITHM=INSTANT, LOCK=NONE;
-- by itself
DROP VIEW `of_gone`;
-- by itself
DROP TABLE `gone`;

-- undo
CREATE TABLE `gone` (
  `id` int NOT NULL,
  `kept_id` int,
  `note` varchar(20) NOT NULL DEFAULT 'x',
  PRIMARY KEY (`id`),
  KEY `gone_kept_id_idx` (`kept_id`),
  CONSTRAINT `gone_id_check` CHECK (`id` > 0)
) COMMENT='Soon';
CREATE VIEW `of_gone` AS
select `gone`.`id` AS `id` from `gone`;
ALTER TABLE `gone` ADD CONSTRAINT `gone_kept_id_fkey` FOREIGN KEY (`kept_id`) REFERENCES `kept` (`id`), ALGORITHM=COPY, LOCK=SHARED;
