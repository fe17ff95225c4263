-- in one transaction
DROP INDEX public.people_home_apart;
DROP OPERATOR CLASS public.int_apart_ops USING btree;
CREATE OPERATOR CLASS public.int_apart_ops FOR TYPE integer USING btree FAMILY int_apart_ops AS OPERATOR 1 < (integer, integer), OPERATOR 2 <= (integer, integer), OPERATOR 3 = (integer, integer), OPERATOR 4 >= (integer, integer), OPERATOR 5 > (integer, integer), FUNCTION 1 (integer, integer) int_apart(integer,integer);
CREATE INDEX people_home_apart ON public.people (home int_apart_ops);

-- undo
DROP INDEX public.people_home_apart;
DROP OPERATOR CLASS public.int_apart_ops USING btree;
CREATE OPERATOR CLASS public.int_apart_ops FOR TYPE integer USING btree FAMILY int_apart_ops AS OPERATOR 1 < (integer, integer), OPERATOR 3 = (integer, integer), OPERATOR 5 > (integer, integer), FUNCTION 1 (integer, integer) btint4cmp(integer,integer);
CREATE INDEX people_home_apart ON public.people (home int_apart_ops);
