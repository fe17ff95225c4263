CREATE TABLE events_of_all_customers_by_the_number_of_their_contract (contract bigint, created_at timestamptz) PARTITION BY RANGE (contract);
CREATE INDEX events_by_time ON events_of_all_customers_by_the_number_of_their_contract (created_at, contract);
CREATE TABLE events_of_all_customers_by_the_number_of_their_contract_2 PARTITION OF events_of_all_customers_by_the_number_of_their_contract FOR VALUES FROM (2) TO (3);
CREATE TABLE events_of_all_customers_by_the_number_of_their_contract_1 PARTITION OF events_of_all_customers_by_the_number_of_their_contract FOR VALUES FROM (1) TO (2);
