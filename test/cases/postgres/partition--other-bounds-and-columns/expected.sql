-- in one transaction
ALTER TABLE public.logs RENAME COLUMN what TO text;
DO 'BEGIN LOCK TABLE public.logs IN ACCESS EXCLUSIVE MODE; END';
CREATE TABLE public.logs_dbops_rows AS SELECT id, at, text, level::text AS level, size FROM public.logs_b WHERE (at >= '2026-01-01' AND at < '2027-01-01' AND at IS NOT NULL);
ALTER TABLE public.logs_a ALTER COLUMN text SET DEFAULT 'none';
ALTER TABLE ONLY public.logs_a ALTER COLUMN text SET STORAGE EXTERNAL;
DROP TABLE public.logs_b;
ALTER TYPE public.level RENAME TO level_dbops_swap;
CREATE TYPE public.level AS ENUM ('high', 'low');
ALTER TABLE public.logs ALTER COLUMN level TYPE public.level USING level::text::public.level;
DROP TYPE public.level_dbops_swap;
ALTER TABLE ONLY public.logs ALTER COLUMN text SET DEFAULT 'none';
ALTER TABLE ONLY public.logs ALTER COLUMN text SET STORAGE EXTERNAL;
ALTER TABLE public.logs ALTER COLUMN size TYPE bigint, ALTER COLUMN size SET DEFAULT 3;
CREATE TABLE public.logs_c PARTITION OF public.logs (text WITH OPTIONS DEFAULT 'none', size WITH OPTIONS DEFAULT 3) FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
INSERT INTO public.logs (id, at, text, level, size) SELECT id, at, text, level::level, size FROM public.logs_dbops_rows;
DROP TABLE public.logs_dbops_rows;

-- undo
DO 'BEGIN LOCK TABLE public.logs IN ACCESS EXCLUSIVE MODE; END';
CREATE TABLE public.logs_dbops_rows AS SELECT id, at, text, level::text AS level, size FROM public.logs_c WHERE (at >= '2026-01-01' AND at < '2027-01-01' AND at IS NOT NULL);
DROP TABLE public.logs_c;
ALTER TABLE public.logs ALTER COLUMN size DROP DEFAULT, ALTER COLUMN size TYPE integer;
ALTER TABLE ONLY public.logs ALTER COLUMN text SET STORAGE DEFAULT;
ALTER TABLE ONLY public.logs ALTER COLUMN text SET DEFAULT 'x'::text;
CREATE TYPE public.level_dbops_swap AS ENUM ('low', 'high');
ALTER TABLE public.logs ALTER COLUMN level TYPE public.level_dbops_swap USING level::text::public.level_dbops_swap;
DROP TYPE public.level;
ALTER TYPE public.level_dbops_swap RENAME TO level;
CREATE TABLE public.logs_b PARTITION OF public.logs (text WITH OPTIONS DEFAULT 'x'::text, size WITH OPTIONS DEFAULT NULL) FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
ALTER TABLE ONLY public.logs_a ALTER COLUMN text SET STORAGE DEFAULT;
ALTER TABLE public.logs_a ALTER COLUMN text SET DEFAULT 'x'::text;
INSERT INTO public.logs (id, at, text, level, size) SELECT id, at, text, level::level, size FROM public.logs_dbops_rows;
DROP TABLE public.logs_dbops_rows;
ALTER TABLE public.logs RENAME COLUMN text TO what;
