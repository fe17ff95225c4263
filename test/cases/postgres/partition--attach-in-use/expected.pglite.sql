-- in one transaction
ALTER TABLE public.logs DETACH PARTITION public.logs_2025;
ALTER TABLE public.logs_2025 RENAME CONSTRAINT logs_id_not_null TO logs_2025_id_not_null;
ALTER TABLE public.logs_2025 RENAME CONSTRAINT logs_at_not_null TO logs_2025_at_not_null;
ALTER TABLE public.logs_2026 RENAME CONSTRAINT logs_2026_id_not_null TO logs_id_not_null;
ALTER TABLE public.logs_2026 RENAME CONSTRAINT logs_2026_at_not_null TO logs_at_not_null;
ALTER TABLE public.logs ATTACH PARTITION public.logs_2026 FOR VALUES FROM ('2026-01-01', MINVALUE) TO ('2027-01-01', MINVALUE);
ALTER TABLE public.kinds DETACH PARTITION public.kinds_a;
ALTER TABLE public.kinds ATTACH PARTITION public.kinds_b FOR VALUES IN ('b''s');

-- undo
ALTER TABLE public.kinds DETACH PARTITION public.kinds_b;
ALTER TABLE public.kinds ATTACH PARTITION public.kinds_a FOR VALUES IN ('a', NULL);
ALTER TABLE public.logs DETACH PARTITION public.logs_2026;
ALTER TABLE public.logs_2026 RENAME CONSTRAINT logs_at_not_null TO logs_2026_at_not_null;
ALTER TABLE public.logs_2026 RENAME CONSTRAINT logs_id_not_null TO logs_2026_id_not_null;
ALTER TABLE public.logs_2025 RENAME CONSTRAINT logs_2025_at_not_null TO logs_at_not_null;
ALTER TABLE public.logs_2025 RENAME CONSTRAINT logs_2025_id_not_null TO logs_id_not_null;
ALTER TABLE public.logs ATTACH PARTITION public.logs_2025 FOR VALUES FROM ('2025-01-01', MINVALUE) TO ('2026-01-01', MINVALUE);
