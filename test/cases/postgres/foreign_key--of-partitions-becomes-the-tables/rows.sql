INSERT INTO customers (id) VALUES (1), (2);
INSERT INTO payments (paid_on, customer_id, shop_id) VALUES ('2024-05-01', 1, 2), ('2025-05-01', 2, NULL);
