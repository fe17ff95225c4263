-- in one transaction
ALTER TABLE public.child2 RENAME TO child2_new;
ALTER TABLE public.events RENAME TO events_new;
ALTER TABLE public.events_new RENAME COLUMN kind TO kind_new;
ALTER TABLE public.events_1 RENAME TO events_1_new;
ALTER INDEX IF EXISTS public.events_1_day_id_kind_idx RENAME TO events_1_new_day_id_kind_idx;
ALTER INDEX IF EXISTS public.events_1_kind_idx RENAME TO events_1_new_kind_idx;
ALTER TABLE public.parent RENAME TO parent_new;
ALTER TABLE public.parent_new RENAME COLUMN pid TO pid_new;

-- undo
ALTER TABLE public.parent_new RENAME COLUMN pid_new TO pid;
ALTER TABLE public.parent_new RENAME TO parent;
ALTER INDEX IF EXISTS public.events_1_new_kind_idx RENAME TO events_1_kind_idx;
ALTER INDEX IF EXISTS public.events_1_new_day_id_kind_idx RENAME TO events_1_day_id_kind_idx;
ALTER TABLE public.events_1_new RENAME TO events_1;
ALTER TABLE public.events_new RENAME COLUMN kind_new TO kind;
ALTER TABLE public.events_new RENAME TO events;
ALTER TABLE public.child2_new RENAME TO child2;
