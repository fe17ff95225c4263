CREATE COLLATION names (provider = icu, locale = 'de');
CREATE TABLE artists (id integer, name text COLLATE names, sort_name text);
