-- in one transaction
DROP COLLATION public.plain;

-- undo
CREATE COLLATION public.plain (provider = libc, locale = 'C');
