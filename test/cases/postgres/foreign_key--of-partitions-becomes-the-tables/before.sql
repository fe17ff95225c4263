CREATE TABLE customers (id integer PRIMARY KEY);
CREATE TABLE payments (paid_on date NOT NULL, customer_id integer, shop_id integer) PARTITION BY RANGE (paid_on);
CREATE TABLE payments_2024 PARTITION OF payments FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE payments_2025 PARTITION OF payments FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
-- The partitions' own would become parts of their table's, which no statement drops.
ALTER TABLE payments_2024 ADD CONSTRAINT payments_2024_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers (id);
ALTER TABLE payments_2025 ADD CONSTRAINT payments_2025_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers (id);
-- And the other way round.
ALTER TABLE payments ADD CONSTRAINT payments_shop_id_fkey FOREIGN KEY (shop_id) REFERENCES customers (id);
