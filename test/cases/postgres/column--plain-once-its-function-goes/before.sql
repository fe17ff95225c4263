CREATE TEXT SEARCH CONFIGURATION plain (COPY = simple);
CREATE FUNCTION shout(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT upper($1)';
CREATE TABLE notes (
  id int PRIMARY KEY,
  body text,
  loud text GENERATED ALWAYS AS (shout(body)) STORED,
  words tsvector GENERATED ALWAYS AS (to_tsvector('plain', body)) STORED
);
