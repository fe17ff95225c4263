-- in one transaction
ALTER SCHEMA old_s RENAME TO new_s;
-- in one transaction
ALTER FUNCTION public.old_add(integer, integer) RENAME TO new_add;
ALTER PROCEDURE public.old_clean() RENAME TO new_clean;
ALTER FUNCTION public.old_touch() RENAME TO new_touch;
ALTER COLLATION public.old_coll RENAME TO new_coll;
ALTER DOMAIN public.old_email RENAME TO new_email;
ALTER TYPE public.old_point RENAME TO new_point;
ALTER TYPE public.old_span RENAME TO new_span;
ALTER TYPE public.old_span_multirange RENAME TO new_span_multirange;
ALTER SEQUENCE public.old_numbers RENAME TO new_numbers;
ALTER AGGREGATE public.old_sum(integer) RENAME TO new_sum;
ALTER TABLE public.people RENAME TO persons;
ALTER TABLE public.persons RENAME CONSTRAINT people_pkey TO persons_pkey;
ALTER TABLE public.persons RENAME CONSTRAINT people_id_not_null TO persons_id_not_null;
ALTER TABLE public.persons RENAME CONSTRAINT people_email_not_null TO persons_email_not_null;
ALTER MATERIALIZED VIEW public.old_totals RENAME TO new_totals;
ALTER STATISTICS public.old_stats RENAME TO new_stats;
ALTER TABLE public.persons RENAME CONSTRAINT old_no_twins TO new_no_twins;
ALTER INDEX public.old_totals_n RENAME TO new_totals_n;
ALTER RULE old_rule ON public.persons RENAME TO new_rule;
ALTER TRIGGER old_trigger ON public.persons RENAME TO new_trigger;
ALTER POLICY old_policy ON public.persons RENAME TO new_policy;
DROP VIEW new_s.small;
CREATE VIEW new_s.small AS
select note, id from new_s.kept where size = 'm';

-- undo
DROP VIEW new_s.small;
CREATE VIEW new_s.small AS
SELECT id
   FROM new_s.kept
  WHERE (size = 's'::new_s.size);
ALTER POLICY new_policy ON public.persons RENAME TO old_policy;
ALTER TRIGGER new_trigger ON public.persons RENAME TO old_trigger;
ALTER RULE new_rule ON public.persons RENAME TO old_rule;
ALTER INDEX public.new_totals_n RENAME TO old_totals_n;
ALTER TABLE public.persons RENAME CONSTRAINT new_no_twins TO old_no_twins;
ALTER STATISTICS public.new_stats RENAME TO old_stats;
ALTER MATERIALIZED VIEW public.new_totals RENAME TO old_totals;
ALTER TABLE public.persons RENAME CONSTRAINT persons_email_not_null TO people_email_not_null;
ALTER TABLE public.persons RENAME CONSTRAINT persons_id_not_null TO people_id_not_null;
ALTER TABLE public.persons RENAME CONSTRAINT persons_pkey TO people_pkey;
ALTER TABLE public.persons RENAME TO people;
ALTER AGGREGATE public.new_sum(integer) RENAME TO old_sum;
ALTER SEQUENCE public.new_numbers RENAME TO old_numbers;
ALTER TYPE public.new_span_multirange RENAME TO old_span_multirange;
ALTER TYPE public.new_span RENAME TO old_span;
ALTER TYPE public.new_point RENAME TO old_point;
ALTER DOMAIN public.new_email RENAME TO old_email;
ALTER COLLATION public.new_coll RENAME TO old_coll;
ALTER FUNCTION public.new_touch() RENAME TO old_touch;
ALTER PROCEDURE public.new_clean() RENAME TO old_clean;
ALTER FUNCTION public.new_add(integer, integer) RENAME TO old_add;
ALTER SCHEMA new_s RENAME TO old_s;
