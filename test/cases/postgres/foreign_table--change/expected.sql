-- in one transaction
ALTER TABLE public.old_people DROP COLUMN born;
ALTER TABLE public.old_people ADD COLUMN home integer;
ALTER TABLE public.old_people ALTER COLUMN name SET DEFAULT 'none'::text;
ALTER TABLE public.old_people ADD CONSTRAINT dbops_not_null_f5873ff9 CHECK (name IS NOT NULL) NOT VALID;
-- in one transaction
ALTER TABLE public.old_people VALIDATE CONSTRAINT dbops_not_null_f5873ff9;
-- in one transaction
ALTER TABLE public.old_people ALTER COLUMN name SET NOT NULL;
ALTER TABLE public.old_people DROP CONSTRAINT dbops_not_null_f5873ff9;
ALTER TABLE public.old_people OPTIONS (DROP header, SET file 'new.csv');
DROP VIEW public.everybody;
ALTER TABLE public.old_people ALTER COLUMN id TYPE bigint;
ALTER TABLE ONLY public.old_people ALTER COLUMN id OPTIONS (SET column_name 'number', ADD pad '0');
ALTER TABLE public.old_people ADD CONSTRAINT old_people_id_check CHECK (id > 0) NOT VALID;
-- in one transaction
ALTER TABLE public.old_people VALIDATE CONSTRAINT old_people_id_check;
-- in one transaction
CREATE VIEW public.everybody AS
SELECT (people.id)::bigint AS id,
    people.name
   FROM people
UNION ALL
 SELECT old_people.id,
    old_people.name
   FROM old_people;
ALTER FOREIGN DATA WRAPPER files OPTIONS (SET debug 'false', ADD trace 'on');
COMMENT ON FOREIGN DATA WRAPPER files IS 'Files';
ALTER SERVER archive VERSION '2' OPTIONS (DROP port, SET host 'b', ADD path 'p');
COMMENT ON SERVER archive IS 'Disk';
ALTER USER MAPPING FOR PUBLIC SERVER archive OPTIONS (SET area 'y', ADD key 'k');

-- undo
ALTER USER MAPPING FOR PUBLIC SERVER archive OPTIONS (DROP key, SET area 'x');
COMMENT ON SERVER archive IS NULL;
ALTER SERVER archive VERSION '1' OPTIONS (DROP path, SET host 'a', ADD port '1');
COMMENT ON FOREIGN DATA WRAPPER files IS NULL;
ALTER FOREIGN DATA WRAPPER files OPTIONS (DROP trace, SET debug 'true');
DROP VIEW public.everybody;
ALTER TABLE public.old_people DROP CONSTRAINT old_people_id_check;
ALTER TABLE ONLY public.old_people ALTER COLUMN id OPTIONS (DROP pad, SET column_name 'nr');
ALTER TABLE public.old_people ALTER COLUMN id TYPE integer;
CREATE VIEW public.everybody AS
SELECT people.id,
    people.name
   FROM people
UNION ALL
 SELECT old_people.id,
    old_people.name
   FROM old_people;
ALTER TABLE public.old_people OPTIONS (SET file 'old.csv', ADD header 'true');
ALTER TABLE public.old_people ALTER COLUMN name DROP NOT NULL;
ALTER TABLE public.old_people DROP CONSTRAINT IF EXISTS dbops_not_null_f5873ff9;
ALTER TABLE public.old_people ALTER COLUMN name DROP DEFAULT;
ALTER TABLE public.old_people DROP COLUMN home;
ALTER TABLE public.old_people ADD COLUMN born date;
