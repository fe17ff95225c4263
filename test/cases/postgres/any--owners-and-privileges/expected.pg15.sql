-- in one transaction
CREATE OR REPLACE FUNCTION public.close_year()
 RETURNS integer
 LANGUAGE sql
AS $$SELECT 1$$;
REVOKE EXECUTE ON FUNCTION public.close_year() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.close_year() TO case_app;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON TABLE public.orders FROM case_reader;
REVOKE GRANT OPTION FOR SELECT ON TABLE public.orders FROM case_reader;
ALTER TABLE public.orders OWNER TO case_app;
GRANT INSERT ON TABLE public.orders TO "Case ""odd"" role" WITH GRANT OPTION;
GRANT UPDATE (status) ON TABLE public.orders TO case_reader;
GRANT USAGE ON SEQUENCE public.orders_id_seq TO case_reader;
CREATE TABLE public.lines (
  id bigint
);
GRANT INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON TABLE public.lines TO case_reader;
DROP VIEW public.totals;
ALTER TABLE public.orders ALTER COLUMN total TYPE bigint;
CREATE VIEW public.totals AS
SELECT orders.id,
    orders.total
   FROM orders;
COMMENT ON VIEW public.totals IS 'What came in';
REVOKE SELECT ON TABLE public.totals FROM case_other;
ALTER VIEW public.totals OWNER TO case_other;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO case_reader;
ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM case_reader;

-- undo
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO case_reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE USAGE ON SEQUENCES FROM case_reader;
DROP VIEW public.totals;
ALTER TABLE public.orders ALTER COLUMN total TYPE integer;
CREATE VIEW public.totals AS
SELECT orders.id,
    orders.total
   FROM orders;
COMMENT ON VIEW public.totals IS 'What came in';
REVOKE SELECT ON TABLE public.totals FROM case_other;
ALTER VIEW public.totals OWNER TO case_other;
GRANT SELECT (id) ON TABLE public.totals TO PUBLIC;
DROP TABLE public.lines;
REVOKE USAGE ON SEQUENCE public.orders_id_seq FROM case_reader;
REVOKE UPDATE (status) ON TABLE public.orders FROM case_reader;
REVOKE INSERT ON TABLE public.orders FROM "Case ""odd"" role";
ALTER TABLE public.orders OWNER TO postgres;
GRANT SELECT ON TABLE public.orders TO case_reader WITH GRANT OPTION;
GRANT INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON TABLE public.orders TO case_reader WITH GRANT OPTION;
DROP FUNCTION public.close_year();
