-- in one transaction
ALTER TABLE public.gone DROP CONSTRAINT gone_kept_id_fkey;
DROP VIEW public.of_gone;
DROP TABLE public.gone;

-- undo
CREATE TABLE public.gone (
  id integer,
  kept_id integer,
  note text DEFAULT 'x'::text NOT NULL,
  PRIMARY KEY (id)
);
COMMENT ON TABLE public.gone IS 'Soon';
ALTER TABLE public.gone ADD CONSTRAINT gone_id_check CHECK (id > 0);
CREATE INDEX gone_kept_id_idx ON public.gone (kept_id);
CREATE VIEW public.of_gone AS
SELECT gone.id
   FROM gone;
ALTER TABLE public.gone ADD CONSTRAINT gone_kept_id_fkey FOREIGN KEY (kept_id) REFERENCES public.kept (id);
