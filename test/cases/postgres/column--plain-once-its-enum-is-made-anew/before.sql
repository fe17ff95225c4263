CREATE TYPE tone AS ENUM ('loud', 'calm');
CREATE TABLE notes (
  id int PRIMARY KEY,
  body text,
  sound tone GENERATED ALWAYS AS (CASE WHEN body = 'HEY' THEN 'loud'::tone ELSE 'calm'::tone END) STORED
);
