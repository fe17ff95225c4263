-- in one transaction
ALTER TYPE public.mood RENAME TO feeling;

-- undo
ALTER TYPE public.feeling RENAME TO mood;
