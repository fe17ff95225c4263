-- in one transaction
ALTER TABLE public.child2 RENAME TO child2_new;
ALTER TABLE public.events RENAME TO events_new;
ALTER TABLE public.events_new RENAME COLUMN kind TO kind_new;
ALTER TABLE public.events_1 RENAME TO events_1_new;
ALTER INDEX IF EXISTS public.events_1_day_id_kind_idx RENAME TO events_1_new_day_id_kind_idx;
ALTER INDEX IF EXISTS public.events_1_kind_idx RENAME TO events_1_new_kind_idx;
ALTER TABLE public.parent RENAME TO parent_new;
ALTER TABLE public.parent_new RENAME COLUMN pid TO pid_new;
ALTER TABLE public.child2_new NO INHERIT public.parent_new;
ALTER TABLE public.child2_new RENAME CONSTRAINT child2_pid_not_null TO child2_new_pid_new_not_null;
ALTER TABLE public.events_new DETACH PARTITION public.events_3;
ALTER TABLE public.events_3 RENAME CONSTRAINT events_3_kind_not_null TO events_3_kind_new_not_null;
ALTER TABLE public.events_new RENAME CONSTRAINT events_id_not_null TO events_new_id_not_null;
ALTER TABLE public.events_new RENAME CONSTRAINT events_day_not_null TO events_new_day_not_null;
ALTER TABLE public.events_new ATTACH PARTITION public.events_3 FOR VALUES FROM ('2022-01-01') TO ('2023-01-01');
ALTER TABLE public.parent_new RENAME CONSTRAINT parent_pid_not_null TO parent_new_pid_new_not_null;
ALTER TABLE public.child2_new INHERIT public.parent_new;

-- undo
ALTER TABLE public.child2_new NO INHERIT public.parent_new;
ALTER TABLE public.parent_new RENAME CONSTRAINT parent_new_pid_new_not_null TO parent_pid_not_null;
ALTER TABLE public.events_new DETACH PARTITION public.events_3;
ALTER TABLE public.events_new RENAME CONSTRAINT events_new_day_not_null TO events_day_not_null;
ALTER TABLE public.events_new RENAME CONSTRAINT events_new_id_not_null TO events_id_not_null;
ALTER TABLE public.events_3 RENAME CONSTRAINT events_3_kind_new_not_null TO events_3_kind_not_null;
ALTER TABLE public.events_new ATTACH PARTITION public.events_3 FOR VALUES FROM ('2022-01-01') TO ('2023-01-01');
ALTER TABLE public.child2_new RENAME CONSTRAINT child2_new_pid_new_not_null TO child2_pid_not_null;
ALTER TABLE public.child2_new INHERIT public.parent_new;
ALTER TABLE public.parent_new RENAME COLUMN pid_new TO pid;
ALTER TABLE public.parent_new RENAME TO parent;
ALTER INDEX IF EXISTS public.events_1_new_kind_idx RENAME TO events_1_kind_idx;
ALTER INDEX IF EXISTS public.events_1_new_day_id_kind_idx RENAME TO events_1_day_id_kind_idx;
ALTER TABLE public.events_1_new RENAME TO events_1;
ALTER TABLE public.events_new RENAME COLUMN kind_new TO kind;
ALTER TABLE public.events_new RENAME TO events;
ALTER TABLE public.child2_new RENAME TO child2;
