-- in one transaction
CREATE OR REPLACE FUNCTION public.dbops_sync_25639fe5()
 RETURNS trigger
 LANGUAGE plpgsql
AS $$
#variable_conflict use_column
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.dbops_new_cc619dc0 IS NULL THEN NEW.dbops_new_cc619dc0 := (SELECT id FROM (SELECT NEW.id AS id) AS users); ELSE NEW.id := (SELECT id FROM (SELECT NEW.dbops_new_cc619dc0 AS id) AS users); END IF;
  ELSIF NEW.dbops_new_cc619dc0 IS DISTINCT FROM OLD.dbops_new_cc619dc0 THEN
    NEW.id := (SELECT id FROM (SELECT NEW.dbops_new_cc619dc0 AS id) AS users);
  ELSIF NEW.id IS DISTINCT FROM OLD.id THEN
    NEW.dbops_new_cc619dc0 := (SELECT id FROM (SELECT NEW.id AS id) AS users);
  ELSE
    IF NEW.dbops_new_cc619dc0 IS NULL THEN NEW.dbops_new_cc619dc0 := (SELECT id FROM (SELECT NEW.id AS id) AS users); END IF;
  END IF;
  RETURN NEW;
END
$$;
CREATE OR REPLACE FUNCTION public.dbops_sync_eb8c93d5()
 RETURNS trigger
 LANGUAGE plpgsql
AS $$
#variable_conflict use_column
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.dbops_new_4cd3caa3 IS NULL THEN NEW.dbops_new_4cd3caa3 := (SELECT boss FROM (SELECT NEW.boss AS boss) AS users); ELSE NEW.boss := (SELECT boss FROM (SELECT NEW.dbops_new_4cd3caa3 AS boss) AS users); END IF;
  ELSIF NEW.dbops_new_4cd3caa3 IS DISTINCT FROM OLD.dbops_new_4cd3caa3 THEN
    NEW.boss := (SELECT boss FROM (SELECT NEW.dbops_new_4cd3caa3 AS boss) AS users);
  ELSIF NEW.boss IS DISTINCT FROM OLD.boss THEN
    NEW.dbops_new_4cd3caa3 := (SELECT boss FROM (SELECT NEW.boss AS boss) AS users);
  ELSE
    IF NEW.dbops_new_4cd3caa3 IS NULL THEN NEW.dbops_new_4cd3caa3 := (SELECT boss FROM (SELECT NEW.boss AS boss) AS users); END IF;
  END IF;
  RETURN NEW;
END
$$;
CREATE OR REPLACE FUNCTION public.dbops_sync_c85751a3()
 RETURNS trigger
 LANGUAGE plpgsql
AS $$
#variable_conflict use_column
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.dbops_new_9ee19927 IS NULL THEN NEW.dbops_new_9ee19927 := (SELECT id FROM (SELECT NEW.id AS id) AS orders); ELSE NEW.id := (SELECT id FROM (SELECT NEW.dbops_new_9ee19927 AS id) AS orders); END IF;
  ELSIF NEW.dbops_new_9ee19927 IS DISTINCT FROM OLD.dbops_new_9ee19927 THEN
    NEW.id := (SELECT id FROM (SELECT NEW.dbops_new_9ee19927 AS id) AS orders);
  ELSIF NEW.id IS DISTINCT FROM OLD.id THEN
    NEW.dbops_new_9ee19927 := (SELECT id FROM (SELECT NEW.id AS id) AS orders);
  ELSE
    IF NEW.dbops_new_9ee19927 IS NULL THEN NEW.dbops_new_9ee19927 := (SELECT id FROM (SELECT NEW.id AS id) AS orders); END IF;
  END IF;
  RETURN NEW;
END
$$;
CREATE OR REPLACE FUNCTION public.dbops_sync_b14b0b8a()
 RETURNS trigger
 LANGUAGE plpgsql
AS $$
#variable_conflict use_column
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.dbops_new_48eb33c2 IS NULL THEN NEW.dbops_new_48eb33c2 := (SELECT user_id FROM (SELECT NEW.user_id AS user_id) AS orders); ELSE NEW.user_id := (SELECT user_id FROM (SELECT NEW.dbops_new_48eb33c2 AS user_id) AS orders); END IF;
  ELSIF NEW.dbops_new_48eb33c2 IS DISTINCT FROM OLD.dbops_new_48eb33c2 THEN
    NEW.user_id := (SELECT user_id FROM (SELECT NEW.dbops_new_48eb33c2 AS user_id) AS orders);
  ELSIF NEW.user_id IS DISTINCT FROM OLD.user_id THEN
    NEW.dbops_new_48eb33c2 := (SELECT user_id FROM (SELECT NEW.user_id AS user_id) AS orders);
  ELSE
    IF NEW.dbops_new_48eb33c2 IS NULL THEN NEW.dbops_new_48eb33c2 := (SELECT user_id FROM (SELECT NEW.user_id AS user_id) AS orders); END IF;
  END IF;
  RETURN NEW;
END
$$;
-- in one transaction
ALTER TABLE public.orders ADD COLUMN dbops_new_9ee19927 bigint;
ALTER TABLE public.orders ADD COLUMN dbops_new_48eb33c2 bigint;
-- in one transaction
ALTER TABLE public.users ADD COLUMN dbops_new_cc619dc0 bigint;
ALTER TABLE public.users ADD COLUMN dbops_new_4cd3caa3 bigint;
CREATE TRIGGER zz_dbops_sync_25639fe5 BEFORE INSERT OR UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION public.dbops_sync_25639fe5();
CREATE TRIGGER zz_dbops_sync_eb8c93d5 BEFORE INSERT OR UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION public.dbops_sync_eb8c93d5();
-- in one transaction
CREATE TRIGGER zz_dbops_sync_c85751a3 BEFORE INSERT OR UPDATE ON public.orders FOR EACH ROW EXECUTE FUNCTION public.dbops_sync_c85751a3();
CREATE TRIGGER zz_dbops_sync_b14b0b8a BEFORE INSERT OR UPDATE ON public.orders FOR EACH ROW EXECUTE FUNCTION public.dbops_sync_b14b0b8a();
-- by itself
UPDATE public.users SET dbops_new_cc619dc0 = dbops_new_cc619dc0 WHERE (dbops_new_cc619dc0 IS NULL AND (id) IS NOT NULL);
-- by itself
UPDATE public.users SET dbops_new_4cd3caa3 = dbops_new_4cd3caa3 WHERE (dbops_new_4cd3caa3 IS NULL AND (boss) IS NOT NULL);
-- by itself
UPDATE public.orders SET dbops_new_9ee19927 = dbops_new_9ee19927 WHERE (dbops_new_9ee19927 IS NULL AND (id) IS NOT NULL);
-- by itself
UPDATE public.orders SET dbops_new_48eb33c2 = dbops_new_48eb33c2 WHERE (dbops_new_48eb33c2 IS NULL AND (user_id) IS NOT NULL);
-- in one transaction
ALTER TABLE public.orders ALTER COLUMN dbops_new_9ee19927 SET NOT NULL;
ALTER TABLE public.orders ALTER COLUMN dbops_new_48eb33c2 SET NOT NULL;
-- in one transaction
ALTER TABLE public.users ALTER COLUMN dbops_new_cc619dc0 SET NOT NULL;
CREATE INDEX dbops_new_5108c7e3 ON public.users (name, dbops_new_cc619dc0);
CREATE UNIQUE INDEX dbops_new_0dfb0b7a ON public.users (dbops_new_cc619dc0);
ALTER TABLE public.users ADD CONSTRAINT dbops_new_45132e5a FOREIGN KEY (dbops_new_4cd3caa3) REFERENCES public.users (dbops_new_cc619dc0) ON DELETE SET NULL;
-- in one transaction
DO $dbops$ BEGIN PERFORM set_config('lock_timeout', least(nullif(setting, '0')::integer, 500)::text, true) FROM pg_settings WHERE name = 'lock_timeout'; LOCK TABLE public.users, public.orders IN SHARE ROW EXCLUSIVE MODE; END $dbops$;
ALTER TABLE public.orders ADD CONSTRAINT dbops_new_24879e8a FOREIGN KEY (dbops_new_48eb33c2) REFERENCES public.users (dbops_new_cc619dc0) ON DELETE CASCADE;
DO $dbops$ BEGIN PERFORM set_config('lock_timeout', least(nullif(setting, '0')::integer, 500)::text, true) FROM pg_settings WHERE name = 'lock_timeout'; LOCK TABLE public.users, public.orders IN SHARE ROW EXCLUSIVE MODE; END $dbops$;
ALTER TABLE public.orders ADD CONSTRAINT dbops_new_852c0223 FOREIGN KEY (by_id) REFERENCES public.users (dbops_new_cc619dc0);
-- in one transaction
CREATE UNIQUE INDEX dbops_new_44f6ab28 ON public.orders (tenant, dbops_new_9ee19927);
-- in one transaction
DO $dbops$ BEGIN PERFORM set_config('lock_timeout', least(nullif(setting, '0')::integer, 500)::text, true) FROM pg_settings WHERE name = 'lock_timeout'; LOCK TABLE public.orders, public.lines IN SHARE ROW EXCLUSIVE MODE; END $dbops$;
ALTER TABLE public.lines ADD CONSTRAINT dbops_new_4a5d8bda FOREIGN KEY (tenant, order_id) REFERENCES public.orders (tenant, dbops_new_9ee19927);
-- in one transaction
ALTER TABLE public.users DROP CONSTRAINT users_boss_fkey;
ALTER TABLE public.users RENAME CONSTRAINT dbops_new_45132e5a TO users_boss_fkey;
-- in one transaction
DO $dbops$ BEGIN PERFORM set_config('lock_timeout', least(nullif(setting, '0')::integer, 500)::text, true) FROM pg_settings WHERE name = 'lock_timeout'; LOCK TABLE public.users, public.orders IN ACCESS EXCLUSIVE MODE; END $dbops$;
ALTER TABLE public.orders DROP CONSTRAINT orders_user_fkey;
ALTER TABLE public.orders RENAME CONSTRAINT dbops_new_24879e8a TO orders_user_fkey;
-- in one transaction
DO $dbops$ BEGIN PERFORM set_config('lock_timeout', least(nullif(setting, '0')::integer, 500)::text, true) FROM pg_settings WHERE name = 'lock_timeout'; LOCK TABLE public.users, public.orders IN ACCESS EXCLUSIVE MODE; END $dbops$;
ALTER TABLE public.orders DROP CONSTRAINT orders_by_fkey;
ALTER TABLE public.orders RENAME CONSTRAINT dbops_new_852c0223 TO orders_by_fkey;
-- in one transaction
DO $dbops$ BEGIN PERFORM set_config('lock_timeout', least(nullif(setting, '0')::integer, 500)::text, true) FROM pg_settings WHERE name = 'lock_timeout'; LOCK TABLE public.orders, public.lines IN ACCESS EXCLUSIVE MODE; END $dbops$;
ALTER TABLE public.lines DROP CONSTRAINT lines_order_fkey;
ALTER TABLE public.lines RENAME CONSTRAINT dbops_new_4a5d8bda TO lines_order_fkey;
-- in one transaction
DO $dbops$ BEGIN PERFORM set_config('lock_timeout', least(nullif(setting, '0')::integer, 500)::text, true) FROM pg_settings WHERE name = 'lock_timeout'; LOCK TABLE public.users, public.orders IN ACCESS EXCLUSIVE MODE; END $dbops$;
ALTER INDEX public.users_name_idx RENAME TO dbops_old_5108c7e3;
ALTER TABLE public.orders RENAME COLUMN id TO dbops_old_9ee19927;
ALTER TABLE public.orders RENAME CONSTRAINT orders_id_not_null TO orders_dbops_old_9ee19927_not_null;
ALTER TABLE public.orders DROP CONSTRAINT orders_key;
ALTER TABLE public.users RENAME COLUMN boss TO dbops_old_4cd3caa3;
DROP VIEW public.names;
ALTER TABLE public.orders RENAME COLUMN user_id TO dbops_old_48eb33c2;
ALTER TABLE public.orders RENAME CONSTRAINT orders_user_id_not_null TO orders_dbops_old_48eb33c2_not_null;
DROP POLICY own ON public.users;
ALTER TABLE public.users RENAME COLUMN id TO dbops_old_cc619dc0;
ALTER SEQUENCE IF EXISTS public.users_id_seq RENAME TO users_dbops_old_cc619dc0_seq;
ALTER TABLE public.users RENAME CONSTRAINT users_id_not_null TO users_dbops_old_cc619dc0_not_null;
ALTER TABLE public.users DROP CONSTRAINT users_pkey;
CREATE OR REPLACE FUNCTION public.dbops_sync_25639fe5()
 RETURNS trigger
 LANGUAGE plpgsql
AS $$
#variable_conflict use_column
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.id IS NULL THEN NEW.id := (SELECT id FROM (SELECT NEW.dbops_old_cc619dc0 AS id) AS users); ELSE NEW.dbops_old_cc619dc0 := (SELECT id FROM (SELECT NEW.id AS id) AS users); END IF;
  ELSIF NEW.id IS DISTINCT FROM OLD.id THEN
    NEW.dbops_old_cc619dc0 := (SELECT id FROM (SELECT NEW.id AS id) AS users);
  ELSIF NEW.dbops_old_cc619dc0 IS DISTINCT FROM OLD.dbops_old_cc619dc0 THEN
    NEW.id := (SELECT id FROM (SELECT NEW.dbops_old_cc619dc0 AS id) AS users);
  ELSE
    IF NEW.id IS NULL THEN NEW.id := (SELECT id FROM (SELECT NEW.dbops_old_cc619dc0 AS id) AS users); END IF;
  END IF;
  RETURN NEW;
END
$$;
CREATE OR REPLACE FUNCTION public.dbops_sync_eb8c93d5()
 RETURNS trigger
 LANGUAGE plpgsql
AS $$
#variable_conflict use_column
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.boss IS NULL THEN NEW.boss := (SELECT boss FROM (SELECT NEW.dbops_old_4cd3caa3 AS boss) AS users); ELSE NEW.dbops_old_4cd3caa3 := (SELECT boss FROM (SELECT NEW.boss AS boss) AS users); END IF;
  ELSIF NEW.boss IS DISTINCT FROM OLD.boss THEN
    NEW.dbops_old_4cd3caa3 := (SELECT boss FROM (SELECT NEW.boss AS boss) AS users);
  ELSIF NEW.dbops_old_4cd3caa3 IS DISTINCT FROM OLD.dbops_old_4cd3caa3 THEN
    NEW.boss := (SELECT boss FROM (SELECT NEW.dbops_old_4cd3caa3 AS boss) AS users);
  ELSE
    IF NEW.boss IS NULL THEN NEW.boss := (SELECT boss FROM (SELECT NEW.dbops_old_4cd3caa3 AS boss) AS users); END IF;
  END IF;
  RETURN NEW;
END
$$;
CREATE OR REPLACE FUNCTION public.dbops_sync_c85751a3()
 RETURNS trigger
 LANGUAGE plpgsql
AS $$
#variable_conflict use_column
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.id IS NULL THEN NEW.id := (SELECT id FROM (SELECT NEW.dbops_old_9ee19927 AS id) AS orders); ELSE NEW.dbops_old_9ee19927 := (SELECT id FROM (SELECT NEW.id AS id) AS orders); END IF;
  ELSIF NEW.id IS DISTINCT FROM OLD.id THEN
    NEW.dbops_old_9ee19927 := (SELECT id FROM (SELECT NEW.id AS id) AS orders);
  ELSIF NEW.dbops_old_9ee19927 IS DISTINCT FROM OLD.dbops_old_9ee19927 THEN
    NEW.id := (SELECT id FROM (SELECT NEW.dbops_old_9ee19927 AS id) AS orders);
  ELSE
    IF NEW.id IS NULL THEN NEW.id := (SELECT id FROM (SELECT NEW.dbops_old_9ee19927 AS id) AS orders); END IF;
  END IF;
  RETURN NEW;
END
$$;
CREATE OR REPLACE FUNCTION public.dbops_sync_b14b0b8a()
 RETURNS trigger
 LANGUAGE plpgsql
AS $$
#variable_conflict use_column
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.user_id IS NULL THEN NEW.user_id := (SELECT user_id FROM (SELECT NEW.dbops_old_48eb33c2 AS user_id) AS orders); ELSE NEW.dbops_old_48eb33c2 := (SELECT user_id FROM (SELECT NEW.user_id AS user_id) AS orders); END IF;
  ELSIF NEW.user_id IS DISTINCT FROM OLD.user_id THEN
    NEW.dbops_old_48eb33c2 := (SELECT user_id FROM (SELECT NEW.user_id AS user_id) AS orders);
  ELSIF NEW.dbops_old_48eb33c2 IS DISTINCT FROM OLD.dbops_old_48eb33c2 THEN
    NEW.user_id := (SELECT user_id FROM (SELECT NEW.dbops_old_48eb33c2 AS user_id) AS orders);
  ELSE
    IF NEW.user_id IS NULL THEN NEW.user_id := (SELECT user_id FROM (SELECT NEW.dbops_old_48eb33c2 AS user_id) AS orders); END IF;
  END IF;
  RETURN NEW;
END
$$;
ALTER INDEX public.dbops_new_5108c7e3 RENAME TO users_name_idx;
ALTER TABLE public.users RENAME COLUMN dbops_new_cc619dc0 TO id;
ALTER TABLE public.users RENAME COLUMN dbops_new_4cd3caa3 TO boss;
ALTER TABLE public.users RENAME CONSTRAINT users_dbops_new_cc619dc0_not_null TO users_id_not_null;
ALTER SEQUENCE public.orders_id_seq AS bigint MAXVALUE 9223372036854775807;
ALTER TABLE public.orders RENAME COLUMN dbops_new_9ee19927 TO id;
ALTER SEQUENCE public.orders_id_seq OWNED BY public.orders.id;
ALTER TABLE public.orders RENAME COLUMN dbops_new_48eb33c2 TO user_id;
ALTER TABLE public.orders RENAME CONSTRAINT orders_dbops_new_9ee19927_not_null TO orders_id_not_null;
ALTER TABLE public.orders RENAME CONSTRAINT orders_dbops_new_48eb33c2_not_null TO orders_user_id_not_null;
ALTER TABLE public.orders ALTER COLUMN dbops_old_9ee19927 DROP DEFAULT;
ALTER TABLE public.orders ALTER COLUMN id SET DEFAULT nextval('orders_id_seq'::regclass);
ALTER TABLE public.users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX dbops_new_0dfb0b7a;
ALTER SEQUENCE public.users_dbops_old_cc619dc0_seq RENAME TO users_dbops_old_cc619dc0_seq_dbops_old;
ALTER TABLE public.users ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (START WITH 5);
SELECT setval('public.users_id_seq', last_value, is_called) FROM public.users_dbops_old_cc619dc0_seq_dbops_old;
ALTER TABLE public.users ALTER COLUMN dbops_old_cc619dc0 DROP IDENTITY;
ALTER TABLE public.orders ADD CONSTRAINT orders_key PRIMARY KEY USING INDEX dbops_new_44f6ab28;
COMMENT ON SEQUENCE public.users_id_seq IS 'counts users';
CREATE POLICY own ON public.users USING (id > 0);
COMMENT ON CONSTRAINT orders_key ON public.orders IS 'who and which';
CREATE VIEW public.names AS
SELECT u.id,
    u.name,
    count(*) AS n
   FROM (users u
     JOIN orders o ON ((o.user_id = u.id)))
  GROUP BY u.id;

-- undo
DROP VIEW public.names;
COMMENT ON CONSTRAINT orders_key ON public.orders IS NULL;
DROP POLICY own ON public.users;
COMMENT ON SEQUENCE public.users_id_seq IS NULL;
ALTER TABLE public.lines DROP CONSTRAINT IF EXISTS lines_order_fkey;
ALTER TABLE public.orders DROP CONSTRAINT orders_key;
ALTER SEQUENCE public.users_id_seq RENAME TO users_id_seq_dbops_old;
ALTER TABLE public.users ALTER COLUMN dbops_old_cc619dc0 ADD GENERATED ALWAYS AS IDENTITY (START WITH 5);
SELECT setval('public.users_dbops_old_cc619dc0_seq', last_value, is_called) FROM public.users_id_seq_dbops_old;
ALTER TABLE public.users ALTER COLUMN id DROP IDENTITY;
COMMENT ON SEQUENCE public.users_dbops_old_cc619dc0_seq IS 'counts users';
ALTER TABLE public.users DROP CONSTRAINT IF EXISTS users_boss_fkey;
ALTER TABLE public.orders DROP CONSTRAINT IF EXISTS orders_user_fkey;
ALTER TABLE public.orders DROP CONSTRAINT IF EXISTS orders_by_fkey;
ALTER TABLE public.users DROP CONSTRAINT users_pkey;
ALTER TABLE public.orders ALTER COLUMN id DROP DEFAULT;
ALTER TABLE public.orders ALTER COLUMN dbops_old_9ee19927 SET DEFAULT nextval('orders_id_seq'::regclass);
ALTER TABLE public.orders RENAME CONSTRAINT orders_user_id_not_null TO orders_dbops_new_48eb33c2_not_null;
ALTER TABLE public.orders RENAME CONSTRAINT orders_id_not_null TO orders_dbops_new_9ee19927_not_null;
ALTER TABLE public.orders RENAME COLUMN user_id TO dbops_new_48eb33c2;
ALTER SEQUENCE public.orders_id_seq OWNED BY public.orders.dbops_old_9ee19927;
ALTER TABLE public.orders RENAME COLUMN id TO dbops_new_9ee19927;
DO $dbops$ BEGIN
  IF (SELECT last_value BETWEEN 1 AND 2147483647 FROM public.orders_id_seq) THEN ALTER SEQUENCE public.orders_id_seq AS integer MAXVALUE 2147483647;
  ELSE ALTER SEQUENCE public.orders_id_seq AS integer MAXVALUE 2147483647 RESTART; END IF;
END $dbops$;
ALTER TABLE public.users RENAME CONSTRAINT users_id_not_null TO users_dbops_new_cc619dc0_not_null;
ALTER TABLE public.users RENAME COLUMN boss TO dbops_new_4cd3caa3;
ALTER TABLE public.users RENAME COLUMN id TO dbops_new_cc619dc0;
ALTER INDEX public.users_name_idx RENAME TO dbops_new_5108c7e3;
CREATE OR REPLACE FUNCTION public.dbops_sync_b14b0b8a()
 RETURNS trigger
 LANGUAGE plpgsql
AS $$
#variable_conflict use_column
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.dbops_new_48eb33c2 IS NULL THEN NEW.dbops_new_48eb33c2 := (SELECT user_id FROM (SELECT NEW.user_id AS user_id) AS orders); ELSE NEW.user_id := (SELECT user_id FROM (SELECT NEW.dbops_new_48eb33c2 AS user_id) AS orders); END IF;
  ELSIF NEW.dbops_new_48eb33c2 IS DISTINCT FROM OLD.dbops_new_48eb33c2 THEN
    NEW.user_id := (SELECT user_id FROM (SELECT NEW.dbops_new_48eb33c2 AS user_id) AS orders);
  ELSIF NEW.user_id IS DISTINCT FROM OLD.user_id THEN
    NEW.dbops_new_48eb33c2 := (SELECT user_id FROM (SELECT NEW.user_id AS user_id) AS orders);
  ELSE
    IF NEW.dbops_new_48eb33c2 IS NULL THEN NEW.dbops_new_48eb33c2 := (SELECT user_id FROM (SELECT NEW.user_id AS user_id) AS orders); END IF;
  END IF;
  RETURN NEW;
END
$$;
CREATE OR REPLACE FUNCTION public.dbops_sync_c85751a3()
 RETURNS trigger
 LANGUAGE plpgsql
AS $$
#variable_conflict use_column
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.dbops_new_9ee19927 IS NULL THEN NEW.dbops_new_9ee19927 := (SELECT id FROM (SELECT NEW.id AS id) AS orders); ELSE NEW.id := (SELECT id FROM (SELECT NEW.dbops_new_9ee19927 AS id) AS orders); END IF;
  ELSIF NEW.dbops_new_9ee19927 IS DISTINCT FROM OLD.dbops_new_9ee19927 THEN
    NEW.id := (SELECT id FROM (SELECT NEW.dbops_new_9ee19927 AS id) AS orders);
  ELSIF NEW.id IS DISTINCT FROM OLD.id THEN
    NEW.dbops_new_9ee19927 := (SELECT id FROM (SELECT NEW.id AS id) AS orders);
  ELSE
    IF NEW.dbops_new_9ee19927 IS NULL THEN NEW.dbops_new_9ee19927 := (SELECT id FROM (SELECT NEW.id AS id) AS orders); END IF;
  END IF;
  RETURN NEW;
END
$$;
CREATE OR REPLACE FUNCTION public.dbops_sync_eb8c93d5()
 RETURNS trigger
 LANGUAGE plpgsql
AS $$
#variable_conflict use_column
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.dbops_new_4cd3caa3 IS NULL THEN NEW.dbops_new_4cd3caa3 := (SELECT boss FROM (SELECT NEW.boss AS boss) AS users); ELSE NEW.boss := (SELECT boss FROM (SELECT NEW.dbops_new_4cd3caa3 AS boss) AS users); END IF;
  ELSIF NEW.dbops_new_4cd3caa3 IS DISTINCT FROM OLD.dbops_new_4cd3caa3 THEN
    NEW.boss := (SELECT boss FROM (SELECT NEW.dbops_new_4cd3caa3 AS boss) AS users);
  ELSIF NEW.boss IS DISTINCT FROM OLD.boss THEN
    NEW.dbops_new_4cd3caa3 := (SELECT boss FROM (SELECT NEW.boss AS boss) AS users);
  ELSE
    IF NEW.dbops_new_4cd3caa3 IS NULL THEN NEW.dbops_new_4cd3caa3 := (SELECT boss FROM (SELECT NEW.boss AS boss) AS users); END IF;
  END IF;
  RETURN NEW;
END
$$;
CREATE OR REPLACE FUNCTION public.dbops_sync_25639fe5()
 RETURNS trigger
 LANGUAGE plpgsql
AS $$
#variable_conflict use_column
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.dbops_new_cc619dc0 IS NULL THEN NEW.dbops_new_cc619dc0 := (SELECT id FROM (SELECT NEW.id AS id) AS users); ELSE NEW.id := (SELECT id FROM (SELECT NEW.dbops_new_cc619dc0 AS id) AS users); END IF;
  ELSIF NEW.dbops_new_cc619dc0 IS DISTINCT FROM OLD.dbops_new_cc619dc0 THEN
    NEW.id := (SELECT id FROM (SELECT NEW.dbops_new_cc619dc0 AS id) AS users);
  ELSIF NEW.id IS DISTINCT FROM OLD.id THEN
    NEW.dbops_new_cc619dc0 := (SELECT id FROM (SELECT NEW.id AS id) AS users);
  ELSE
    IF NEW.dbops_new_cc619dc0 IS NULL THEN NEW.dbops_new_cc619dc0 := (SELECT id FROM (SELECT NEW.id AS id) AS users); END IF;
  END IF;
  RETURN NEW;
END
$$;
ALTER TABLE public.users ADD PRIMARY KEY (dbops_old_cc619dc0);
ALTER TABLE public.users RENAME CONSTRAINT users_dbops_old_cc619dc0_not_null TO users_id_not_null;
ALTER SEQUENCE IF EXISTS public.users_dbops_old_cc619dc0_seq RENAME TO users_id_seq;
ALTER TABLE public.users RENAME COLUMN dbops_old_cc619dc0 TO id;
CREATE POLICY own ON public.users USING (id > 0);
ALTER TABLE public.orders RENAME CONSTRAINT orders_dbops_old_48eb33c2_not_null TO orders_user_id_not_null;
ALTER TABLE public.orders RENAME COLUMN dbops_old_48eb33c2 TO user_id;
CREATE VIEW public.names AS
SELECT u.id,
    u.name,
    count(*) AS n
   FROM (users u
     JOIN orders o ON ((o.user_id = u.id)))
  GROUP BY u.id;
ALTER TABLE public.users RENAME COLUMN dbops_old_4cd3caa3 TO boss;
ALTER TABLE public.orders ADD CONSTRAINT orders_key PRIMARY KEY (tenant, dbops_old_9ee19927);
COMMENT ON CONSTRAINT orders_key ON public.orders IS 'who and which';
ALTER TABLE public.orders RENAME CONSTRAINT orders_dbops_old_9ee19927_not_null TO orders_id_not_null;
ALTER TABLE public.orders RENAME COLUMN dbops_old_9ee19927 TO id;
ALTER INDEX public.dbops_old_5108c7e3 RENAME TO users_name_idx;
ALTER TABLE public.lines DROP CONSTRAINT IF EXISTS lines_order_fkey;
ALTER TABLE public.lines ADD CONSTRAINT lines_order_fkey FOREIGN KEY (tenant, order_id) REFERENCES public.orders (tenant, id);
ALTER TABLE public.orders DROP CONSTRAINT IF EXISTS orders_by_fkey;
ALTER TABLE public.orders ADD CONSTRAINT orders_by_fkey FOREIGN KEY (by_id) REFERENCES public.users (id);
ALTER TABLE public.orders DROP CONSTRAINT IF EXISTS orders_user_fkey;
ALTER TABLE public.orders ADD CONSTRAINT orders_user_fkey FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE CASCADE;
ALTER TABLE public.users DROP CONSTRAINT IF EXISTS users_boss_fkey;
ALTER TABLE public.users ADD CONSTRAINT users_boss_fkey FOREIGN KEY (boss) REFERENCES public.users (id) ON DELETE SET NULL;
ALTER TABLE public.lines DROP CONSTRAINT IF EXISTS dbops_new_4a5d8bda;
DROP INDEX IF EXISTS public.dbops_new_44f6ab28;
ALTER TABLE public.orders DROP CONSTRAINT IF EXISTS dbops_new_852c0223;
ALTER TABLE public.orders DROP CONSTRAINT IF EXISTS dbops_new_24879e8a;
ALTER TABLE public.users DROP CONSTRAINT IF EXISTS dbops_new_45132e5a;
DROP INDEX IF EXISTS public.dbops_new_0dfb0b7a;
DROP INDEX public.dbops_new_5108c7e3;
ALTER TABLE public.users ALTER COLUMN dbops_new_cc619dc0 DROP NOT NULL;
ALTER TABLE public.orders ALTER COLUMN dbops_new_48eb33c2 DROP NOT NULL;
ALTER TABLE public.orders ALTER COLUMN dbops_new_9ee19927 DROP NOT NULL;
DROP TRIGGER zz_dbops_sync_b14b0b8a ON public.orders;
DROP TRIGGER zz_dbops_sync_c85751a3 ON public.orders;
DROP TRIGGER zz_dbops_sync_eb8c93d5 ON public.users;
DROP TRIGGER zz_dbops_sync_25639fe5 ON public.users;
ALTER TABLE public.users DROP COLUMN dbops_new_4cd3caa3;
ALTER TABLE public.users DROP COLUMN dbops_new_cc619dc0;
ALTER TABLE public.orders DROP COLUMN dbops_new_48eb33c2;
ALTER TABLE public.orders DROP COLUMN dbops_new_9ee19927;
DROP FUNCTION public.dbops_sync_b14b0b8a();
DROP FUNCTION public.dbops_sync_c85751a3();
DROP FUNCTION public.dbops_sync_eb8c93d5();
DROP FUNCTION public.dbops_sync_25639fe5();
