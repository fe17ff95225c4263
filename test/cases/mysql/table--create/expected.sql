-- by itself
CREATE TABLE `accounts` (
  `id` bigint NOT NULL AUTO_INCREMENT,
  `code` varchar(10) NOT NULL,
  `balance` decimal(12,2) NOT NULL DEFAULT 0,
  `opened` datetime NOT NULL DEFAULT current_timestamp,
  `note` text COMMENT 'It''s free text',
  PRIMARY KEY (`id`),
  UNIQUE KEY `accounts_code_key` (`code`),
  KEY `accounts_opened_idx` (`opened`),
  CONSTRAINT `accounts_balance_check` CHECK (balance >= 0)
) COMMENT='Where money is';

-- undo
DROP TABLE `accounts`;
