-- in one transaction
ALTER SEQUENCE public.t_id_seq AS bigint MAXVALUE 9223372036854775807;
ALTER TABLE public.t ALTER COLUMN id DROP DEFAULT, ALTER COLUMN id TYPE bigint, ALTER COLUMN id SET DEFAULT nextval('t_id_seq'::regclass);

-- undo
ALTER TABLE public.t ALTER COLUMN id DROP DEFAULT, ALTER COLUMN id TYPE integer, ALTER COLUMN id SET DEFAULT nextval('t_id_seq'::regclass);
DO $dbops$ BEGIN
  IF (SELECT last_value BETWEEN 1 AND 2147483647 FROM public.t_id_seq) THEN ALTER SEQUENCE public.t_id_seq AS integer MAXVALUE 2147483647;
  ELSE ALTER SEQUENCE public.t_id_seq AS integer MAXVALUE 2147483647 RESTART; END IF;
END $dbops$;
