-- in one transaction
DROP VIEW public.greetings;
DROP FUNCTION public.greet(text, integer);
CREATE OR REPLACE FUNCTION public.greet(who text, again integer default 2)
 RETURNS character varying
 LANGUAGE plpgsql
 STABLE STRICT SECURITY DEFINER PARALLEL SAFE COST 7
 SET search_path TO 'public'
AS $$ begin return repeat('Hi ' || who, again); end $$;
CREATE OR REPLACE FUNCTION public.greet(who text)
 RETURNS SETOF people
 LANGUAGE sql
 ROWS 3
BEGIN ATOMIC
 SELECT * FROM people WHERE (people.name = greet.who);
END;
CREATE VIEW public.greetings AS
select greet(name, 3) as hello from people;

-- undo
DROP VIEW public.greetings;
DROP FUNCTION public.greet(text);
DROP FUNCTION public.greet(text, integer);
CREATE OR REPLACE FUNCTION public.greet(who text, times integer DEFAULT 1)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $$ select repeat('Hello ' || who, times) $$;
COMMENT ON FUNCTION public.greet(text, integer) IS 'Says hello';
CREATE VIEW public.greetings AS
SELECT greet(name) AS hello
   FROM people;
