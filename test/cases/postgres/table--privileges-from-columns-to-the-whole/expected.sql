-- in one transaction
DROP POLICY mine ON public.accounts;
ALTER TABLE public.accounts ALTER COLUMN owner TYPE text;
REVOKE SELECT (id), UPDATE (balance, owner) ON TABLE public.accounts FROM pg_monitor;
GRANT SELECT ON TABLE public.accounts TO pg_monitor WITH GRANT OPTION;
CREATE POLICY mine ON public.accounts USING (owner = 'ann');

-- undo
DROP POLICY mine ON public.accounts;
REVOKE SELECT ON TABLE public.accounts FROM pg_monitor;
GRANT SELECT (id), UPDATE (balance, owner) ON TABLE public.accounts TO pg_monitor;
ALTER TABLE public.accounts ALTER COLUMN owner TYPE character varying(20);
CREATE POLICY mine ON public.accounts USING ((owner)::text = 'ann'::text);
