-- in one transaction
ALTER TABLE public.t ALTER COLUMN id DROP DEFAULT;
DROP SEQUENCE public.n;

-- undo
CREATE SEQUENCE public.n START WITH 7;
ALTER TABLE public.t ALTER COLUMN id SET DEFAULT nextval('n'::regclass);
