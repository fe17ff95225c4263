-- in one transaction
DO 'BEGIN LOCK TABLE public.heir IN ACCESS EXCLUSIVE MODE; END';
CREATE TABLE public.heir_dbops_rows AS SELECT id, note FROM ONLY public.heir;
ALTER TABLE public.heir NO INHERIT public.base;
DROP TABLE public.gone;
DO 'BEGIN LOCK TABLE public.grandchild IN ACCESS EXCLUSIVE MODE; END';
CREATE TABLE public.grandchild_dbops_rows AS SELECT id, note FROM public.grandchild;
ALTER TABLE public.grandchild NO INHERIT public.heir;
DROP TABLE public.grandchild;
DROP TABLE public.heir;
ALTER TABLE public.base ALTER COLUMN id TYPE bigint, ALTER COLUMN id SET DEFAULT 3, ALTER COLUMN note DROP DEFAULT, ALTER COLUMN note TYPE varchar(9);
ALTER TABLE ONLY public.base ALTER COLUMN note SET STORAGE MAIN;
CREATE TABLE public.heir () INHERITS (public.base);
CREATE TABLE public.grandchild () INHERITS (public.heir);
INSERT INTO public.heir (id, note) SELECT id, note FROM public.heir_dbops_rows;
DROP TABLE public.heir_dbops_rows;
INSERT INTO public.grandchild (id, note) SELECT id, note FROM public.grandchild_dbops_rows;
DROP TABLE public.grandchild_dbops_rows;

-- undo
DO 'BEGIN LOCK TABLE public.grandchild IN ACCESS EXCLUSIVE MODE; END';
CREATE TABLE public.grandchild_dbops_rows AS SELECT id, note FROM public.grandchild;
DO 'BEGIN LOCK TABLE public.heir IN ACCESS EXCLUSIVE MODE; END';
CREATE TABLE public.heir_dbops_rows AS SELECT id, note FROM ONLY public.heir;
DROP TABLE public.grandchild;
DROP TABLE public.heir;
ALTER TABLE ONLY public.base ALTER COLUMN note SET STORAGE DEFAULT;
ALTER TABLE public.base ALTER COLUMN note TYPE text, ALTER COLUMN note SET DEFAULT 'only'::text;
ALTER TABLE public.base ALTER COLUMN id DROP DEFAULT, ALTER COLUMN id TYPE integer;
CREATE TABLE public.heir (
  note text DEFAULT 'x'::text
) INHERITS (public.base);
CREATE TABLE public.grandchild () INHERITS (public.heir);
INSERT INTO public.grandchild (id, note) SELECT id, note FROM public.grandchild_dbops_rows;
DROP TABLE public.grandchild_dbops_rows;
CREATE TABLE public.gone () INHERITS (public.heir);
INSERT INTO public.heir (id, note) SELECT id, note FROM public.heir_dbops_rows;
DROP TABLE public.heir_dbops_rows;
