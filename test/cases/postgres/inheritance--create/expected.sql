-- in one transaction
CREATE TABLE public.staff (
  pay integer
) INHERITS (public.people);

-- undo
DROP TABLE public.staff;
