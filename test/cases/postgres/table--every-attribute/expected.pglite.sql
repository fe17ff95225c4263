-- in one transaction
ALTER TABLE public.log SET (fillfactor='60', autovacuum_vacuum_scale_factor='0.01');
ALTER TABLE public.log SET (toast.autovacuum_enabled='false');
ALTER TABLE public.log REPLICA IDENTITY USING INDEX log_id;
ALTER TABLE public.log CLUSTER ON log_id;
COMMENT ON TABLE public.log IS 'What happened';
ALTER TABLE public.people SET UNLOGGED;
ALTER TABLE public.people ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.people FORCE ROW LEVEL SECURITY;

-- undo
ALTER TABLE public.people DISABLE ROW LEVEL SECURITY;
ALTER TABLE public.people NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.people SET LOGGED;
COMMENT ON TABLE public.log IS NULL;
ALTER TABLE public.log SET WITHOUT CLUSTER;
ALTER TABLE public.log REPLICA IDENTITY DEFAULT;
ALTER TABLE public.log RESET (toast.autovacuum_enabled);
ALTER TABLE public.log RESET (autovacuum_vacuum_scale_factor);
ALTER TABLE public.log SET (fillfactor='90');
