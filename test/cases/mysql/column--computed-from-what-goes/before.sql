CREATE TABLE sums (
  id int PRIMARY KEY, price int, gross int AS (price + 1) VIRTUAL, total int AS (gross * 2) STORED, twice int AS (total * 2) VIRTUAL,
  KEY total (total), KEY twice (twice)
);
CREATE TABLE nets (id int PRIMARY KEY, price int, net int AS (price - 1) VIRTUAL, label varchar(20) AS (concat('n', net)) STORED, UNIQUE KEY label (label));
CREATE TABLE tops (id int PRIMARY KEY, top int AS (id + 1) STORED, UNIQUE KEY top (top));
CREATE TABLE uses (id int PRIMARY KEY, top int, CONSTRAINT used FOREIGN KEY (top) REFERENCES tops (top));
