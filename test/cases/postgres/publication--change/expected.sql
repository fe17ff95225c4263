-- in one transaction
ALTER PUBLICATION chosen DROP TABLE ONLY public.people, ONLY public.t;
ALTER PUBLICATION chosen ADD TABLE ONLY public.people (id, name) WHERE ((id > 7));
ALTER PUBLICATION chosen SET (publish = 'insert, delete', publish_via_partition_root = 'true');
COMMENT ON PUBLICATION chosen IS 'Some';
DROP PUBLICATION everything;
CREATE PUBLICATION everything FOR TABLE ONLY public.t;

-- undo
DROP PUBLICATION everything;
CREATE PUBLICATION everything FOR ALL TABLES WITH (publish = 'insert');
COMMENT ON PUBLICATION chosen IS NULL;
ALTER PUBLICATION chosen DROP TABLE ONLY public.people;
ALTER PUBLICATION chosen ADD TABLE ONLY public.people, ONLY public.t;
ALTER PUBLICATION chosen SET (publish = 'insert, update, delete, truncate', publish_via_partition_root = 'false');
