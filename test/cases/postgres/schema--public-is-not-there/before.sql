DROP SCHEMA public;
CREATE SCHEMA app;
CREATE TABLE app.orders (id integer);
