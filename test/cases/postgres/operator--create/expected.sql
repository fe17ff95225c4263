-- in one transaction
CREATE OR REPLACE FUNCTION public.same_home(people, people)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $$ select $1.home = $2.home $$;
CREATE OPERATOR public.=== (function = same_home, leftarg = people, rightarg = people);

-- undo
DROP OPERATOR public.=== (people, people);
DROP FUNCTION public.same_home(people, people);
