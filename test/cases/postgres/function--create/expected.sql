-- in one transaction
CREATE OR REPLACE FUNCTION public.greet(who text, times integer default 1)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $$ select repeat('Hello ' || who, times) $$;
COMMENT ON FUNCTION public.greet(text, integer) IS 'Says hello';
CREATE VIEW public.greetings AS
select greet(name) as hello from people;

-- undo
DROP VIEW public.greetings;
DROP FUNCTION public.greet(text, integer);
