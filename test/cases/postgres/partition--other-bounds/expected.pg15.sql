-- in one transaction
DO 'BEGIN LOCK TABLE public.logs IN ACCESS EXCLUSIVE MODE; END';
ALTER TABLE public.seen DROP CONSTRAINT seen_id_at_fkey;
CREATE TABLE public.logs_dbops_rows AS SELECT id, at, what FROM public.logs_a WHERE (at >= '2025-01-01' AND at < '2026-06-01' AND at IS NOT NULL) IS NOT TRUE UNION ALL SELECT id, at, what FROM public.logs_b WHERE (at >= '2026-06-01' AND at < '2027-01-01' AND at IS NOT NULL) IS NOT TRUE UNION ALL SELECT id, at, what FROM public.logs_rest WHERE (at >= '2025-01-01' AND at < '2026-06-01' AND at IS NOT NULL) OR (at >= '2026-06-01' AND at < '2027-01-01' AND at IS NOT NULL);
ALTER TABLE public.logs DETACH PARTITION public.logs_a;
ALTER TABLE public.logs DETACH PARTITION public.logs_b;
ALTER TABLE public.logs DETACH PARTITION public.logs_c;
ALTER TABLE public.logs_c DROP CONSTRAINT logs_what_check;
ALTER TABLE public.logs_c ADD CONSTRAINT logs_what_check CHECK (what <> '');
DROP INDEX public.logs_c_what_idx;
DELETE FROM public.logs_a WHERE (at >= '2025-01-01' AND at < '2026-06-01' AND at IS NOT NULL) IS NOT TRUE;
DELETE FROM public.logs_b WHERE (at >= '2026-06-01' AND at < '2027-01-01' AND at IS NOT NULL) IS NOT TRUE;
DELETE FROM public.logs_rest WHERE (at >= '2025-01-01' AND at < '2026-06-01' AND at IS NOT NULL) OR (at >= '2026-06-01' AND at < '2027-01-01' AND at IS NOT NULL);
ALTER TABLE public.logs ATTACH PARTITION public.logs_a FOR VALUES FROM ('2025-01-01') TO ('2026-06-01');
ALTER TABLE public.logs ATTACH PARTITION public.logs_b FOR VALUES FROM ('2026-06-01') TO ('2027-01-01');
INSERT INTO public.logs (id, at, what) SELECT id, at, what FROM public.logs_dbops_rows;
DROP TABLE public.logs_dbops_rows;
ALTER TABLE public.seen ADD CONSTRAINT seen_id_at_fkey FOREIGN KEY (id, at) REFERENCES public.logs (id, at) NOT VALID;
-- in one transaction
ALTER TABLE public.seen VALIDATE CONSTRAINT seen_id_at_fkey;

-- undo
ALTER TABLE public.seen DROP CONSTRAINT seen_id_at_fkey;
DO 'BEGIN LOCK TABLE public.logs IN ACCESS EXCLUSIVE MODE; END';
CREATE TABLE public.logs_dbops_rows AS SELECT id, at, what FROM public.logs_a WHERE (at >= '2025-01-01' AND at < '2026-01-01' AND at IS NOT NULL) IS NOT TRUE UNION ALL SELECT id, at, what FROM public.logs_b WHERE (at >= '2026-01-01' AND at < '2027-01-01' AND at IS NOT NULL) IS NOT TRUE UNION ALL SELECT id, at, what FROM public.logs_rest WHERE (at >= '2025-01-01' AND at < '2026-01-01' AND at IS NOT NULL) OR (at >= '2026-01-01' AND at < '2027-01-01' AND at IS NOT NULL) OR (at >= '2027-01-01' AND at < '2028-01-01' AND at IS NOT NULL);
ALTER TABLE public.logs DETACH PARTITION public.logs_b;
ALTER TABLE public.logs DETACH PARTITION public.logs_a;
DELETE FROM public.logs_rest WHERE (at >= '2025-01-01' AND at < '2026-01-01' AND at IS NOT NULL) OR (at >= '2026-01-01' AND at < '2027-01-01' AND at IS NOT NULL) OR (at >= '2027-01-01' AND at < '2028-01-01' AND at IS NOT NULL);
DELETE FROM public.logs_b WHERE (at >= '2026-01-01' AND at < '2027-01-01' AND at IS NOT NULL) IS NOT TRUE;
DELETE FROM public.logs_a WHERE (at >= '2025-01-01' AND at < '2026-01-01' AND at IS NOT NULL) IS NOT TRUE;
CREATE INDEX logs_c_what_idx ON public.logs_c (what);
ALTER TABLE public.logs_c DROP CONSTRAINT logs_what_check;
ALTER TABLE public.logs_c ADD CONSTRAINT logs_what_check CHECK (what <> ''::text);
ALTER TABLE public.logs ATTACH PARTITION public.logs_c FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
ALTER TABLE public.logs ATTACH PARTITION public.logs_b FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
ALTER TABLE public.logs ATTACH PARTITION public.logs_a FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
INSERT INTO public.logs (id, at, what) SELECT id, at, what FROM public.logs_dbops_rows;
DROP TABLE public.logs_dbops_rows;
ALTER TABLE public.seen ADD CONSTRAINT seen_id_at_fkey FOREIGN KEY (id, at) REFERENCES public.logs (id, at);
