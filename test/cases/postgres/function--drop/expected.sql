-- in one transaction
DROP VIEW public.greetings;
DROP FUNCTION public.greet(text, integer);

-- undo
CREATE OR REPLACE FUNCTION public.greet(who text, times integer DEFAULT 1)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $$ select repeat('Hello ' || who, times) $$;
COMMENT ON FUNCTION public.greet(text, integer) IS 'Says hello';
CREATE VIEW public.greetings AS
SELECT greet(name) AS hello
   FROM people;
