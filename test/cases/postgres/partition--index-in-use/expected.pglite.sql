-- in one transaction
CREATE INDEX logs_who_idx ON public.logs (who DESC) INCLUDE (what) WITH (fillfactor='80') WHERE who > 0;
CREATE UNIQUE INDEX logs_once ON public.logs (at, id, who);

-- undo
DROP INDEX public.logs_once;
DROP INDEX public.logs_who_idx;
