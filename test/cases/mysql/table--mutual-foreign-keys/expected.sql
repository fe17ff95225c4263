-- by itself
CREATE TABLE `authors` (
  `id` int NOT NULL,
  `best_book` int,
  PRIMARY KEY (`id`),
  KEY `authors_best_book_fkey` (`best_book`)
);
-- by itself
CREATE TABLE `books` (
  `id` int NOT NULL,
  `author` int NOT NULL,
  PRIMARY KEY (`id`),
  KEY `books_author_fkey` (`author`)
);
-- by itself
ALTER TABLE `authors` ADD CONSTRAINT `authors_best_book_fkey` FOREIGN KEY (`best_book`) REFERENCES `books` (`id`);
-- by itself
ALTER TABLE `books` ADD CONSTRAINT `books_author_fkey` FOREIGN KEY (`author`) REFERENCES `authors` (`id`);

-- undo
ALTER TABLE `books` DROP FOREIGN KEY `books_author_fkey`;
ALTER TABLE `authors` DROP FOREIGN KEY `authors_best_book_fkey`;
DROP TABLE `books`;
DROP TABLE `authors`;
