-- in one transaction
ALTER TABLE public.logs ADD COLUMN who integer;
ALTER TABLE ONLY public.logs ALTER COLUMN what SET DEFAULT '?';
DO 'BEGIN LOCK TABLE public.logs IN ACCESS EXCLUSIVE MODE; END';
CREATE TABLE public.logs_dbops_rows AS SELECT id, at, what, who FROM public.logs_rest WHERE (at >= '2026-01-01' AND at < '2027-01-01' AND at IS NOT NULL);
DELETE FROM public.logs_rest WHERE (at >= '2026-01-01' AND at < '2027-01-01' AND at IS NOT NULL);
ALTER TABLE public.logs ADD CONSTRAINT logs_id_positive CHECK (id > 0);
CREATE INDEX logs_who_idx ON public.logs (who);
ALTER TABLE public.logs_2025 ALTER COLUMN what SET DEFAULT '?';
CREATE TABLE public.logs_2026 PARTITION OF public.logs (what WITH OPTIONS DEFAULT '?') FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
INSERT INTO public.logs (id, at, what, who) SELECT id, at, what, who FROM public.logs_dbops_rows;
DROP TABLE public.logs_dbops_rows;
ALTER TABLE public.logs_rest ALTER COLUMN what SET DEFAULT '?';
DROP INDEX public.logs_what_idx;

-- undo
CREATE INDEX logs_what_idx ON public.logs (what);
ALTER TABLE public.logs_rest ALTER COLUMN what DROP DEFAULT;
DO 'BEGIN LOCK TABLE public.logs IN ACCESS EXCLUSIVE MODE; END';
CREATE TABLE public.logs_dbops_rows AS SELECT id, at, what, who FROM public.logs_2026;
DROP TABLE public.logs_2026;
ALTER TABLE public.logs_2025 ALTER COLUMN what DROP DEFAULT;
DROP INDEX public.logs_who_idx;
ALTER TABLE public.logs DROP CONSTRAINT logs_id_positive;
INSERT INTO public.logs (id, at, what, who) SELECT id, at, what, who FROM public.logs_dbops_rows;
DROP TABLE public.logs_dbops_rows;
ALTER TABLE ONLY public.logs ALTER COLUMN what DROP DEFAULT;
ALTER TABLE public.logs DROP COLUMN who;
