-- in one transaction
DROP COLLATION public.plain;
CREATE COLLATION public.plain (provider = libc, locale = 'POSIX');
COMMENT ON COLLATION public.plain IS 'As it stands';

-- undo
DROP COLLATION public.plain;
CREATE COLLATION public.plain (provider = libc, locale = 'C');
