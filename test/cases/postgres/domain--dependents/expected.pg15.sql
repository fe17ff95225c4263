-- in one transaction
DROP VIEW public.v;
DROP FUNCTION public.first_of(code[]);
ALTER DOMAIN public.code RENAME TO code_dbops_swap;
CREATE DOMAIN public.code AS character varying(20) DEFAULT 'none'::character varying CONSTRAINT code_check CHECK (length((VALUE)::text) < 12);
ALTER TABLE public.t ALTER COLUMN c TYPE public.code USING c::public.code, ALTER COLUMN cs TYPE public.code[] USING cs::public.code[];
DROP DOMAIN public.code_dbops_swap;
CREATE OR REPLACE FUNCTION public.first_of(code[])
 RETURNS code
 LANGUAGE sql
 IMMUTABLE
AS $$ select $1[1] $$;
CREATE VIEW public.v AS
SELECT t.c,
    first_of(t.cs) AS first
   FROM t;

-- undo
DROP VIEW public.v;
DROP FUNCTION public.first_of(code[]);
CREATE DOMAIN public.code_dbops_swap AS text CONSTRAINT code_check CHECK (length(VALUE) < 10);
ALTER TABLE public.t ALTER COLUMN c TYPE public.code_dbops_swap USING c::public.code_dbops_swap, ALTER COLUMN cs TYPE public.code_dbops_swap[] USING cs::public.code_dbops_swap[];
DROP DOMAIN public.code;
ALTER DOMAIN public.code_dbops_swap RENAME TO code;
CREATE OR REPLACE FUNCTION public.first_of(code[])
 RETURNS code
 LANGUAGE sql
 IMMUTABLE
AS $$ select $1[1] $$;
CREATE VIEW public.v AS
SELECT t.c,
    first_of(t.cs) AS first
   FROM t;
