DO $$ BEGIN CREATE ROLE case_app; EXCEPTION WHEN duplicate_object OR unique_violation THEN END $$;
DO $$ BEGIN CREATE ROLE case_reader; EXCEPTION WHEN duplicate_object OR unique_violation THEN END $$;
DO $$ BEGIN CREATE ROLE case_other; EXCEPTION WHEN duplicate_object OR unique_violation THEN END $$;
DO $$ BEGIN CREATE ROLE "Case ""odd"" role"; EXCEPTION WHEN duplicate_object OR unique_violation THEN END $$;
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO case_other, case_reader;
CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, status text, total integer);
GRANT ALL ON orders TO case_reader WITH GRANT OPTION;
-- Nobody manages case_other: what it has stays, also where an object is made anew.
CREATE VIEW totals AS SELECT id, total FROM orders;
ALTER VIEW totals OWNER TO case_other;
GRANT SELECT (id) ON totals TO PUBLIC;
COMMENT ON VIEW totals IS 'What came in';
