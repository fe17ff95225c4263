-- in one transaction
DO 'BEGIN LOCK TABLE public.person IN ACCESS EXCLUSIVE MODE; END';
CREATE TABLE public.person_dbops_rows AS SELECT id, note, name FROM public.person;
ALTER TABLE public.person NO INHERIT public.base;
DROP TABLE public.person;
ALTER TABLE public.base ALTER COLUMN id TYPE bigint;
CREATE TABLE public.person (
  name text NOT NULL
) INHERITS (public.base);
ALTER TABLE public.person ADD CONSTRAINT person_pk PRIMARY KEY (id);
INSERT INTO public.person (id, note, name) SELECT id, note, name FROM public.person_dbops_rows;
DROP TABLE public.person_dbops_rows;
DO 'BEGIN LOCK TABLE public.capitals IN ACCESS EXCLUSIVE MODE; END';
CREATE TABLE public.capitals_dbops_rows AS SELECT name, population, state, area FROM public.capitals;
ALTER TABLE public.capitals NO INHERIT public.places;
ALTER TABLE public.capitals NO INHERIT public.cities;
DROP TABLE public.capitals;
ALTER TABLE public.cities ALTER COLUMN population TYPE double precision;
CREATE TABLE public.capitals (
  state text NOT NULL,
  area integer
) INHERITS (public.cities);
INSERT INTO public.capitals (name, population, state, area) SELECT name, population, state, area FROM public.capitals_dbops_rows;
DROP TABLE public.capitals_dbops_rows;
CREATE TABLE public.ports_dbops_parent ();
ALTER TABLE public.ports INHERIT public.ports_dbops_parent;
ALTER TABLE public.ports_dbops_parent ADD COLUMN area integer;
ALTER TABLE public.ports INHERIT public.places;
ALTER TABLE public.ports NO INHERIT public.ports_dbops_parent;
DROP TABLE public.ports_dbops_parent;
ALTER TABLE public.parts ADD CONSTRAINT parts_id_not_null NOT NULL id;
-- by itself
CREATE UNIQUE INDEX CONCURRENTLY parts_1_pkey_dbops_new ON public.parts_1 (id);
-- in one transaction
ALTER TABLE public.parts_1 ADD CONSTRAINT parts_1_pkey PRIMARY KEY USING INDEX parts_1_pkey_dbops_new;

-- undo
ALTER TABLE public.parts_1 DROP CONSTRAINT parts_1_pkey;
DROP INDEX CONCURRENTLY IF EXISTS public.parts_1_pkey_dbops_new;
ALTER TABLE public.parts ALTER COLUMN id DROP NOT NULL;
ALTER TABLE public.parts_1 ALTER COLUMN id DROP NOT NULL;
ALTER TABLE public.ports NO INHERIT public.places;
ALTER TABLE public.ports DROP COLUMN area;
DO 'BEGIN LOCK TABLE public.capitals IN ACCESS EXCLUSIVE MODE; END';
CREATE TABLE public.capitals_dbops_rows AS SELECT area, name, population, state FROM public.capitals;
DROP TABLE public.capitals;
ALTER TABLE public.cities ALTER COLUMN population TYPE real;
CREATE TABLE public.capitals (
  state text NOT NULL
) INHERITS (public.places, public.cities);
INSERT INTO public.capitals (area, name, population, state) SELECT area, name, population, state FROM public.capitals_dbops_rows;
DROP TABLE public.capitals_dbops_rows;
DO 'BEGIN LOCK TABLE public.person IN ACCESS EXCLUSIVE MODE; END';
CREATE TABLE public.person_dbops_rows AS SELECT id, note, name FROM public.person;
DROP TABLE public.person;
ALTER TABLE public.base ALTER COLUMN id TYPE integer;
CREATE TABLE public.person (
  CONSTRAINT person_id_not_null NOT NULL id,
  name text NOT NULL
) INHERITS (public.base);
ALTER TABLE public.person ADD CONSTRAINT person_pk PRIMARY KEY (id);
INSERT INTO public.person (id, note, name) SELECT id, note, name FROM public.person_dbops_rows;
DROP TABLE public.person_dbops_rows;
