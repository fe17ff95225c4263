CREATE TABLE parts (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, serial int NOT NULL, UNIQUE KEY serial (serial));
CREATE TABLE uses (
  id int PRIMARY KEY, part int NOT NULL, serial int,
  CONSTRAINT used_part FOREIGN KEY (part) REFERENCES parts (id),
  CONSTRAINT used_serial FOREIGN KEY (serial) REFERENCES parts (serial)
);
-- The index that the server made for the first of these is not needed once the other one has a longer key.
CREATE TABLE colours (name varchar(20) PRIMARY KEY, tone varchar(20) NOT NULL, UNIQUE KEY tone (tone));
CREATE TABLE walls (
  id int PRIMARY KEY, name varchar(20), tone varchar(20),
  CONSTRAINT by_name FOREIGN KEY (name) REFERENCES colours (name),
  CONSTRAINT by_tone FOREIGN KEY (tone) REFERENCES colours (tone)
);
