-- in one transaction
DROP TABLE public.logs_2025;
DROP TABLE public.logs_rest;
DROP TABLE public.logs;

-- undo
CREATE TABLE public.logs (
  id integer,
  at date,
  what text,
  PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE INDEX logs_what_idx ON public.logs (what);
CREATE TABLE public.logs_rest PARTITION OF public.logs DEFAULT;
CREATE TABLE public.logs_2025 PARTITION OF public.logs FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
