-- in one transaction
CREATE SCHEMA IF NOT EXISTS sales;
CREATE SCHEMA IF NOT EXISTS stock;
CREATE TYPE sales.state AS ENUM ('new', 'done');
CREATE TABLE stock.items (
  id integer,
  PRIMARY KEY (id)
);
CREATE TABLE sales.orders (
  id integer,
  item_id integer NOT NULL,
  state sales.state DEFAULT 'new' NOT NULL,
  PRIMARY KEY (id)
);
CREATE INDEX orders_item_id_idx ON sales.orders (item_id);
ALTER TABLE sales.orders ADD CONSTRAINT orders_item_id_fkey FOREIGN KEY (item_id) REFERENCES stock.items (id);
CREATE VIEW sales.open_orders AS
select o.id from sales.orders o join stock.items i on i.id = o.item_id where o.state = 'new';

-- undo
DROP VIEW sales.open_orders;
ALTER TABLE sales.orders DROP CONSTRAINT orders_item_id_fkey;
DROP INDEX sales.orders_item_id_idx;
DROP TABLE sales.orders;
DROP TABLE stock.items;
DROP TYPE sales.state;
DROP SCHEMA stock;
DROP SCHEMA sales;
