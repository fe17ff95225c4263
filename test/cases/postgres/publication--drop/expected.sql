-- in one transaction
DROP PUBLICATION chosen;
DROP PUBLICATION everything;

-- undo
CREATE PUBLICATION everything FOR ALL TABLES;
COMMENT ON PUBLICATION everything IS 'All of it';
CREATE PUBLICATION chosen FOR TABLE ONLY public.people WHERE ((id > 0)), TABLES IN SCHEMA other WITH (publish = 'insert, update');
