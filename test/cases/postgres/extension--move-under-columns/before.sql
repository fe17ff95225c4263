CREATE SCHEMA extensions;
CREATE EXTENSION citext SCHEMA extensions;
CREATE TABLE users (id integer, name extensions.citext, email extensions.citext, old extensions.citext, title text);
