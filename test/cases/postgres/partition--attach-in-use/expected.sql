-- in one transaction
ALTER TABLE public.logs_2025 ADD CONSTRAINT dbops_bound_222bb96c CHECK (at >= '2025-01-01' AND at < '2026-01-01' AND at IS NOT NULL AND id IS NOT NULL) NOT VALID;
-- in one transaction
ALTER TABLE public.logs_2025 VALIDATE CONSTRAINT dbops_bound_222bb96c;
-- by itself
ALTER TABLE public.logs DETACH PARTITION public.logs_2025 CONCURRENTLY;
-- in one transaction
ALTER TABLE public.logs_2025 DROP CONSTRAINT IF EXISTS dbops_bound_222bb96c;
ALTER TABLE public.logs_2025 RENAME CONSTRAINT logs_id_not_null TO logs_2025_id_not_null;
ALTER TABLE public.logs_2025 RENAME CONSTRAINT logs_at_not_null TO logs_2025_at_not_null;
ALTER TABLE public.logs_2026 RENAME CONSTRAINT logs_2026_id_not_null TO logs_id_not_null;
ALTER TABLE public.logs_2026 RENAME CONSTRAINT logs_2026_at_not_null TO logs_at_not_null;
ALTER TABLE public.logs_2026 ADD CONSTRAINT dbops_bound_6a140ee5 CHECK (at >= '2026-01-01' AND at < '2027-01-01' AND at IS NOT NULL AND id IS NOT NULL) NOT VALID;
-- in one transaction
ALTER TABLE public.logs_2026 VALIDATE CONSTRAINT dbops_bound_6a140ee5;
-- in one transaction
ALTER TABLE public.logs ATTACH PARTITION public.logs_2026 FOR VALUES FROM ('2026-01-01', MINVALUE) TO ('2027-01-01', MINVALUE);
ALTER TABLE public.logs_2026 DROP CONSTRAINT IF EXISTS dbops_bound_6a140ee5;
ALTER TABLE public.kinds_a ADD CONSTRAINT dbops_bound_38cbe0fc CHECK (name IN ('a') OR name IS NULL) NOT VALID;
-- in one transaction
ALTER TABLE public.kinds_a VALIDATE CONSTRAINT dbops_bound_38cbe0fc;
-- by itself
ALTER TABLE public.kinds DETACH PARTITION public.kinds_a CONCURRENTLY;
-- in one transaction
ALTER TABLE public.kinds_a DROP CONSTRAINT IF EXISTS dbops_bound_38cbe0fc;
ALTER TABLE public.kinds_b ADD CONSTRAINT dbops_bound_b4e9cbd6 CHECK (name IN ('b''s') AND name IS NOT NULL) NOT VALID;
-- in one transaction
ALTER TABLE public.kinds_b VALIDATE CONSTRAINT dbops_bound_b4e9cbd6;
-- in one transaction
ALTER TABLE public.kinds ATTACH PARTITION public.kinds_b FOR VALUES IN ('b''s');
ALTER TABLE public.kinds_b DROP CONSTRAINT IF EXISTS dbops_bound_b4e9cbd6;

-- undo
ALTER TABLE public.kinds DETACH PARTITION public.kinds_b;
ALTER TABLE public.kinds_b DROP CONSTRAINT IF EXISTS dbops_bound_b4e9cbd6;
ALTER TABLE public.kinds_a ADD CONSTRAINT dbops_bound_38cbe0fc CHECK (name IN ('a') OR name IS NULL) NOT VALID;
ALTER TABLE public.kinds_a VALIDATE CONSTRAINT dbops_bound_38cbe0fc;
ALTER TABLE public.kinds ATTACH PARTITION public.kinds_a FOR VALUES IN ('a', NULL);
ALTER TABLE public.kinds_a DROP CONSTRAINT IF EXISTS dbops_bound_38cbe0fc;
ALTER TABLE public.logs DETACH PARTITION public.logs_2026;
ALTER TABLE public.logs_2026 DROP CONSTRAINT IF EXISTS dbops_bound_6a140ee5;
ALTER TABLE public.logs_2026 RENAME CONSTRAINT logs_at_not_null TO logs_2026_at_not_null;
ALTER TABLE public.logs_2026 RENAME CONSTRAINT logs_id_not_null TO logs_2026_id_not_null;
ALTER TABLE public.logs_2025 RENAME CONSTRAINT logs_2025_at_not_null TO logs_at_not_null;
ALTER TABLE public.logs_2025 RENAME CONSTRAINT logs_2025_id_not_null TO logs_id_not_null;
ALTER TABLE public.logs_2025 ADD CONSTRAINT dbops_bound_222bb96c CHECK (at >= '2025-01-01' AND at < '2026-01-01' AND at IS NOT NULL AND id IS NOT NULL) NOT VALID;
ALTER TABLE public.logs_2025 VALIDATE CONSTRAINT dbops_bound_222bb96c;
ALTER TABLE public.logs ATTACH PARTITION public.logs_2025 FOR VALUES FROM ('2025-01-01', MINVALUE) TO ('2026-01-01', MINVALUE);
ALTER TABLE public.logs_2025 DROP CONSTRAINT IF EXISTS dbops_bound_222bb96c;
