-- in one transaction
DROP USER MAPPING FOR PUBLIC SERVER archive;
DROP VIEW public.everybody;
DROP FOREIGN TABLE public.old_people;
DROP SERVER archive;
DROP FOREIGN DATA WRAPPER files;

-- undo
CREATE FOREIGN DATA WRAPPER files OPTIONS (debug 'true');
COMMENT ON FOREIGN DATA WRAPPER files IS 'Files';
CREATE SERVER archive TYPE 'disk' VERSION '1' FOREIGN DATA WRAPPER files OPTIONS (host 'a');
CREATE FOREIGN TABLE public.old_people (
  id integer NOT NULL,
  name text DEFAULT 'none'::text
) SERVER archive OPTIONS (file 'old.csv');
ALTER TABLE ONLY public.old_people ALTER COLUMN id OPTIONS (ADD column_name 'nr');
COMMENT ON FOREIGN TABLE public.old_people IS 'Who was here';
ALTER TABLE public.old_people ADD CONSTRAINT old_people_id_check CHECK (id > 0);
CREATE VIEW public.everybody AS
SELECT people.id,
    people.name
   FROM people
UNION ALL
 SELECT old_people.id,
    old_people.name
   FROM old_people;
CREATE USER MAPPING FOR PUBLIC SERVER archive OPTIONS (area 'x');
