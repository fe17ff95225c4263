-- in one transaction
DO 'BEGIN LOCK TABLE public.events IN ACCESS EXCLUSIVE MODE; END';
ALTER SEQUENCE public.events_id_seq OWNED BY NONE;
DROP VIEW public.recent;
ALTER TABLE public.notes DROP CONSTRAINT notes_event_fkey;
DROP TRIGGER refuse ON public.events;
CREATE TABLE public.events_dbops_rows AS SELECT id, kind::text AS kind, at FROM public.events;
DROP TABLE public.events_0;
DROP TABLE public.events_1;
DROP TABLE public.events;
CREATE TABLE public.events (
  id integer DEFAULT nextval('events_id_seq'::regclass),
  kind level DEFAULT 'low'::level NOT NULL,
  at date NOT NULL,
  twice integer GENERATED ALWAYS AS (id * 2) STORED,
  PRIMARY KEY (id)
) PARTITION BY HASH (id);
ALTER SEQUENCE public.events_id_seq OWNED BY public.events.id;
CREATE TABLE public.events_0 PARTITION OF public.events FOR VALUES WITH (modulus 2, remainder 0);
CREATE TABLE public.events_1 PARTITION OF public.events FOR VALUES WITH (modulus 2, remainder 1);
INSERT INTO public.events (id, kind, at) SELECT id, kind::level, at FROM public.events_dbops_rows;
DROP TABLE public.events_dbops_rows;
CREATE VIEW public.recent AS
SELECT id,
    at
   FROM events;
ALTER TABLE public.notes ADD CONSTRAINT notes_event_fkey FOREIGN KEY (event) REFERENCES public.events (id);
CREATE TRIGGER refuse BEFORE DELETE ON public.events FOR EACH ROW EXECUTE FUNCTION refuse();

-- undo
DROP TRIGGER refuse ON public.events;
ALTER TABLE public.notes DROP CONSTRAINT notes_event_fkey;
DROP VIEW public.recent;
DO 'BEGIN LOCK TABLE public.events IN ACCESS EXCLUSIVE MODE; END';
CREATE TABLE public.events_dbops_rows AS SELECT id, kind::text AS kind, at FROM public.events;
ALTER TABLE public.events DETACH PARTITION public.events_1;
DROP TABLE public.events_1;
ALTER TABLE public.events DETACH PARTITION public.events_0;
DROP TABLE public.events_0;
ALTER SEQUENCE public.events_id_seq OWNED BY NONE;
DROP TABLE public.events;
CREATE TABLE public.events (
  id integer DEFAULT nextval('events_id_seq'::regclass),
  kind level DEFAULT 'low'::level NOT NULL,
  at date NOT NULL,
  twice integer GENERATED ALWAYS AS (id * 2) STORED,
  PRIMARY KEY (id)
) PARTITION BY RANGE (id);
CREATE TABLE public.events_1 PARTITION OF public.events FOR VALUES FROM (3) TO (7);
CREATE TABLE public.events_0 PARTITION OF public.events FOR VALUES FROM (1) TO (3);
INSERT INTO public.events (id, kind, at) SELECT id, kind::level, at FROM public.events_dbops_rows;
DROP TABLE public.events_dbops_rows;
CREATE TRIGGER refuse BEFORE DELETE ON public.events FOR EACH ROW EXECUTE FUNCTION refuse();
ALTER TABLE public.notes ADD CONSTRAINT notes_event_fkey FOREIGN KEY (event) REFERENCES public.events (id);
CREATE VIEW public.recent AS
SELECT id,
    at
   FROM events;
ALTER SEQUENCE public.events_id_seq OWNED BY public.events.id;
