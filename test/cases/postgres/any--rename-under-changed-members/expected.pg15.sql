-- in one transaction
ALTER VIEW public.seen RENAME TO seen_new;
ALTER TABLE public.goods RENAME TO goods_new;
ALTER TABLE public.goods_new RENAME CONSTRAINT goods_pkey TO goods_new_pkey;
ALTER TABLE public.goods_new RENAME COLUMN amount TO amount_new;
ALTER TABLE public.goods_new RENAME COLUMN label TO label_new;
ALTER TABLE public.goods_new RENAME COLUMN span TO span_new;
ALTER TABLE public.goods_new DROP CONSTRAINT chk;
-- by itself
DROP INDEX CONCURRENTLY public.called;
-- by itself
DROP INDEX CONCURRENTLY public.mixed;
-- in one transaction
ALTER TABLE public.goods_new DROP CONSTRAINT apart;
ALTER TABLE public.goods_new ALTER COLUMN span_new TYPE int8range USING span_new::text::int8range;
ALTER TABLE public.goods_new ADD CONSTRAINT apart EXCLUDE USING gist (span_new WITH &&) WHERE ((NOT flag));
DROP POLICY pol ON public.goods_new;
ALTER TABLE public.refs DROP CONSTRAINT refs_goods_pid_fkey;
ALTER TABLE public.refs ALTER COLUMN goods_pid TYPE bigint;
DROP VIEW public.seen_new;
ALTER TABLE public.goods_new ALTER COLUMN pid TYPE bigint;
ALTER TABLE public.refs ADD CONSTRAINT refs_goods_pid_fkey FOREIGN KEY (goods_pid) REFERENCES public.goods_new (pid) ON DELETE CASCADE NOT VALID;
-- in one transaction
ALTER TABLE public.refs VALIDATE CONSTRAINT refs_goods_pid_fkey;
-- in one transaction
DROP STATISTICS public.known;
ALTER TABLE public.goods_new ALTER COLUMN amount_new TYPE bigint, ALTER COLUMN label_new TYPE character varying(100);
ALTER TABLE public.goods_new ADD CONSTRAINT chk CHECK ((amount_new > 1) AND (low((label_new)::text) <> ''::text)) NOT VALID;
-- in one transaction
ALTER TABLE public.goods_new VALIDATE CONSTRAINT chk;
-- by itself
CREATE INDEX CONCURRENTLY called ON public.goods_new ((low((label_new)::text)), amount_new) INCLUDE (flag);
-- by itself
CREATE INDEX CONCURRENTLY mixed ON public.goods_new (amount_new, (upper((label_new)::text))) WHERE flag;
-- in one transaction
CREATE POLICY pol ON public.goods_new USING ((amount_new > 1) AND ((label_new)::text <> ''::text));
CREATE VIEW public.seen_new AS
SELECT pid,
    low((label_new)::text) AS lowered,
    amount_new
   FROM goods_new
  WHERE flag;
CREATE STATISTICS public.known ON amount_new, flag, label_new FROM goods_new;

-- undo
DROP STATISTICS public.known;
DROP VIEW public.seen_new;
DROP POLICY pol ON public.goods_new;
DROP INDEX CONCURRENTLY IF EXISTS public.mixed;
DROP INDEX CONCURRENTLY IF EXISTS public.called;
ALTER TABLE public.goods_new DROP CONSTRAINT chk;
ALTER TABLE public.goods_new ALTER COLUMN label_new TYPE text;
ALTER TABLE public.goods_new ALTER COLUMN amount_new TYPE integer;
CREATE STATISTICS public.known ON amount_new, label_new FROM goods_new;
ALTER TABLE public.refs DROP CONSTRAINT refs_goods_pid_fkey;
ALTER TABLE public.goods_new ALTER COLUMN pid TYPE integer;
CREATE VIEW public.seen_new AS
SELECT pid,
    low(label_new) AS lowered
   FROM goods_new
  WHERE flag;
ALTER TABLE public.refs ALTER COLUMN goods_pid TYPE integer;
ALTER TABLE public.refs ADD CONSTRAINT refs_goods_pid_fkey FOREIGN KEY (goods_pid) REFERENCES public.goods_new (pid);
CREATE POLICY pol ON public.goods_new USING ((amount_new > 0) AND (label_new <> ''::text));
ALTER TABLE public.goods_new DROP CONSTRAINT apart;
ALTER TABLE public.goods_new ALTER COLUMN span_new TYPE int4range USING span_new::text::int4range;
ALTER TABLE public.goods_new ADD CONSTRAINT apart EXCLUDE USING gist (span_new WITH &&) WHERE (flag);
CREATE INDEX CONCURRENTLY mixed ON public.goods_new (amount_new, (lower(label_new))) WHERE flag;
CREATE INDEX CONCURRENTLY called ON public.goods_new ((low(label_new)), amount_new DESC) INCLUDE (flag);
ALTER TABLE public.goods_new ADD CONSTRAINT chk CHECK ((amount_new > 0) AND (low(label_new) <> ''::text));
ALTER TABLE public.goods_new RENAME COLUMN span_new TO span;
ALTER TABLE public.goods_new RENAME COLUMN label_new TO label;
ALTER TABLE public.goods_new RENAME COLUMN amount_new TO amount;
ALTER TABLE public.goods_new RENAME CONSTRAINT goods_new_pkey TO goods_pkey;
ALTER TABLE public.goods_new RENAME TO goods;
ALTER VIEW public.seen_new RENAME TO seen;
