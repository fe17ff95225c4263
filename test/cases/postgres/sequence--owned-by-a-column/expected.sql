-- in one transaction
CREATE SEQUENCE public.t_id_seq;
ALTER SEQUENCE public.t_id_seq OWNED BY public.t.id;
ALTER TABLE public.t ALTER COLUMN id SET DEFAULT nextval('t_id_seq');

-- undo
ALTER TABLE public.t ALTER COLUMN id DROP DEFAULT;
ALTER SEQUENCE public.t_id_seq OWNED BY NONE;
DROP SEQUENCE public.t_id_seq;
