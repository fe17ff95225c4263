-- in one transaction
CREATE PUBLICATION chosen FOR TABLE ONLY public.people WHERE ((id > 0)), TABLES IN SCHEMA other WITH (publish = 'insert, update');
CREATE PUBLICATION everything FOR ALL TABLES;
COMMENT ON PUBLICATION everything IS 'All of it';

-- undo
DROP PUBLICATION everything;
DROP PUBLICATION chosen;
