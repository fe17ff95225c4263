CREATE TABLE counts (a int NOT NULL, b int NOT NULL, UNIQUE KEY a (a, b));
