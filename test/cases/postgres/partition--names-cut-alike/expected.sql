-- in one transaction
ALTER TABLE public.events_of_all_customers_by_the_number_of_their_contract ADD CONSTRAINT events_once UNIQUE (contract, created_at);
CREATE TABLE public.events_of_all_customers_by_the_number_of_their_contract_3 PARTITION OF public.events_of_all_customers_by_the_number_of_their_contract FOR VALUES FROM (3) TO (4);

-- undo
DROP TABLE public.events_of_all_customers_by_the_number_of_their_contract_3;
ALTER TABLE public.events_of_all_customers_by_the_number_of_their_contract DROP CONSTRAINT events_once;
