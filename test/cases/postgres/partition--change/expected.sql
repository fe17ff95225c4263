-- in one transaction
ALTER TABLE public.logs ADD COLUMN who integer;
ALTER TABLE ONLY public.logs ALTER COLUMN what SET DEFAULT '?';
ALTER TABLE public.logs ADD CONSTRAINT logs_id_positive CHECK (id > 0);
-- by itself
CREATE INDEX CONCURRENTLY logs_2025_who_idx ON public.logs_2025 (who);
-- by itself
CREATE INDEX CONCURRENTLY logs_rest_who_idx ON public.logs_rest (who);
-- in one transaction
CREATE INDEX logs_who_idx ON public.logs (who);
ALTER TABLE public.logs_2025 ALTER COLUMN what SET DEFAULT '?';
ALTER TABLE public.logs_rest ALTER COLUMN what SET DEFAULT '?';
DROP INDEX public.logs_what_idx;
DO 'BEGIN LOCK TABLE public.logs IN ACCESS EXCLUSIVE MODE; END';
CREATE TABLE public.logs_dbops_rows AS SELECT id, at, what, who FROM public.logs_rest WHERE (at >= '2026-01-01' AND at < '2027-01-01' AND at IS NOT NULL);
DELETE FROM public.logs_rest WHERE (at >= '2026-01-01' AND at < '2027-01-01' AND at IS NOT NULL);
CREATE TABLE public.logs_2026 PARTITION OF public.logs (what WITH OPTIONS DEFAULT '?') FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
INSERT INTO public.logs (id, at, what, who) SELECT id, at, what, who FROM public.logs_dbops_rows;
DROP TABLE public.logs_dbops_rows;

-- undo
DO 'BEGIN LOCK TABLE public.logs IN ACCESS EXCLUSIVE MODE; END';
CREATE TABLE public.logs_dbops_rows AS SELECT id, at, what, who FROM public.logs_2026;
DROP TABLE public.logs_2026;
INSERT INTO public.logs (id, at, what, who) SELECT id, at, what, who FROM public.logs_dbops_rows;
DROP TABLE public.logs_dbops_rows;
CREATE INDEX logs_what_idx ON public.logs (what);
ALTER TABLE public.logs_rest ALTER COLUMN what DROP DEFAULT;
ALTER TABLE public.logs_2025 ALTER COLUMN what DROP DEFAULT;
DROP INDEX public.logs_who_idx;
DROP INDEX CONCURRENTLY IF EXISTS public.logs_rest_who_idx;
DROP INDEX CONCURRENTLY IF EXISTS public.logs_2025_who_idx;
ALTER TABLE public.logs DROP CONSTRAINT logs_id_positive;
ALTER TABLE ONLY public.logs ALTER COLUMN what DROP DEFAULT;
ALTER TABLE public.logs DROP COLUMN who;
