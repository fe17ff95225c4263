-- in one transaction
ALTER TABLE public."select" ADD COLUMN "Ünï cødé 名" integer;
COMMENT ON COLUMN public."select"."Ünï cødé 名" IS E'quote '' and \\ backslash $$';
ALTER TABLE public."select" ALTER COLUMN "a""b" SET DEFAULT 'it''s';
ALTER TABLE public."select" ALTER COLUMN "a""b" SET NOT NULL;
ALTER TABLE public."select" ADD CONSTRAINT "chk ""q"" $1" CHECK ("from" > 0);
CREATE INDEX "idx'; drop" ON public."select" ("a""b", "Ünï cødé 名" DESC);
CREATE TABLE public."Mixed Case" (
  "ID" bigint GENERATED ALWAYS AS IDENTITY,
  "order" integer,
  PRIMARY KEY ("ID")
);
ALTER TABLE public."Mixed Case" ADD CONSTRAINT "fk""x" FOREIGN KEY ("order") REFERENCES public."select" ("from");
CREATE VIEW public."view ""v""" AS
select "a""b" from "select";

-- undo
DROP VIEW public."view ""v""";
ALTER TABLE public."Mixed Case" DROP CONSTRAINT "fk""x";
DROP TABLE public."Mixed Case";
DROP INDEX public."idx'; drop";
ALTER TABLE public."select" DROP CONSTRAINT "chk ""q"" $1";
ALTER TABLE public."select" ALTER COLUMN "a""b" DROP NOT NULL;
ALTER TABLE public."select" ALTER COLUMN "a""b" DROP DEFAULT;
ALTER TABLE public."select" DROP COLUMN "Ünï cødé 名";
