-- in one transaction
CREATE SCHEMA IF NOT EXISTS billing;
COMMENT ON SCHEMA billing IS 'Invoices';
CREATE SCHEMA IF NOT EXISTS "odd schema";
CREATE TABLE billing.invoices (
  id bigint,
  PRIMARY KEY (id)
);
CREATE TABLE "odd schema".t (
  a integer
);

-- undo
DROP TABLE "odd schema".t;
DROP TABLE billing.invoices;
DROP SCHEMA "odd schema";
DROP SCHEMA billing;
