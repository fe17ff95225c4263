-- in one transaction
DROP TABLE billing.invoices;
DROP SCHEMA billing;

-- undo
CREATE SCHEMA billing;
CREATE TABLE billing.invoices (
  id bigint,
  PRIMARY KEY (id)
);
