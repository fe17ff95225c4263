-- in one transaction
CREATE OPERATOR FAMILY public.apart USING btree;
CREATE OPERATOR CLASS public.int_apart_ops FOR TYPE integer USING btree FAMILY apart AS OPERATOR 1 < (integer, integer), OPERATOR 2 <= (integer, integer), OPERATOR 3 = (integer, integer), OPERATOR 4 >= (integer, integer), OPERATOR 5 > (integer, integer), FUNCTION 1 (integer, integer) int_apart(integer,integer);
-- by itself
CREATE INDEX CONCURRENTLY people_home_apart ON public.people (home int_apart_ops);
-- in one transaction
COMMENT ON OPERATOR CLASS public.int_apart_ops USING btree IS 'Without the sign';

-- undo
DROP INDEX CONCURRENTLY IF EXISTS public.people_home_apart;
DROP OPERATOR CLASS public.int_apart_ops USING btree;
DROP OPERATOR FAMILY public.apart USING btree;
