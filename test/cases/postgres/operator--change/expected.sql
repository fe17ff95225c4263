-- in one transaction
DROP OPERATOR public.=== (people, people);
CREATE OPERATOR public.=== (function = same_home, leftarg = people, rightarg = people, commutator = ===, restrict = eqsel);
COMMENT ON OPERATOR public.=== (people, people) IS 'Neighbours';

-- undo
DROP OPERATOR public.=== (people, people);
CREATE OPERATOR public.=== (function = same_home, leftarg = people, rightarg = people);
