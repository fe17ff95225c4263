-- in one transaction
DROP VIEW public.older;
DROP VIEW public.grown;
CREATE VIEW public.grown WITH (security_barrier='true') AS
SELECT people.id,
    people.name,
    people.born
   FROM people
  WHERE (people.born < '2000-01-01'::date)
WITH CASCADED CHECK OPTION;
ALTER VIEW public.grown ALTER COLUMN name SET DEFAULT 'nobody'::text;
COMMENT ON COLUMN public.grown.born IS 'Long ago';
COMMENT ON VIEW public.grown IS 'Adults';
CREATE TRIGGER grown_stop INSTEAD OF INSERT ON public.grown FOR EACH ROW EXECUTE FUNCTION stop();
CREATE VIEW public.older WITH (security_invoker='true') AS
WITH RECURSIVE up(id, depth) AS (
         SELECT grown.id,
            1 AS "?column?"
           FROM grown
        UNION ALL
         SELECT g.id,
            (up_1.depth + 1)
           FROM (grown g
             JOIN up up_1 ON ((up_1.id = (g.id + 1))))
        )
 SELECT up.id,
    up.depth
   FROM up;

-- undo
DROP VIEW public.older;
DROP TRIGGER grown_stop ON public.grown;
DROP VIEW public.grown;
CREATE VIEW public.grown AS
SELECT id,
    name
   FROM people
  WHERE (born IS NOT NULL);
CREATE VIEW public.older AS
SELECT id,
    name
   FROM grown;
