CREATE TABLE accounts (id int PRIMARY KEY, owner varchar(20), balance int);
CREATE POLICY mine ON accounts USING (owner = 'ann');
GRANT SELECT (id), UPDATE (balance, owner) ON accounts TO pg_monitor;
