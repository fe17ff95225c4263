-- in one transaction
DROP TABLE public.staff;

-- undo
CREATE TABLE public.staff (
  pay integer
) INHERITS (public.people);
