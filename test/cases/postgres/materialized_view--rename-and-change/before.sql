CREATE TABLE t (id integer PRIMARY KEY, a integer);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';
CREATE MATERIALIZED VIEW old_totals AS SELECT a FROM t;
CREATE INDEX old_index ON old_totals (a);
CREATE UNIQUE INDEX stays ON old_totals (a);
COMMENT ON INDEX stays IS 'one a';
CREATE VIEW old_view AS SELECT a FROM old_totals;
CREATE TRIGGER old_trigger INSTEAD OF INSERT ON old_view FOR EACH ROW EXECUTE FUNCTION touch();
CREATE RULE old_rule AS ON UPDATE TO old_view DO INSTEAD NOTHING;
