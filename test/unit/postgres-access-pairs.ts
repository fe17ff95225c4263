import { type Pair } from './postgres-pairs.ts';

const NAMES = ['access_app', 'access_reader', 'access_writer', 'Access "odd" \\ role', 'Access;Up', 'all'] as const;

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Roles belong to the whole server, and tests run side by side: whoever comes first makes them. */
const ROLES = NAMES.map(
  (name) => `DO $$ BEGIN CREATE ROLE ${quoted(name)}; EXCEPTION WHEN duplicate_object OR unique_violation THEN END $$;`,
).join('\n');

const [ODD, UP, WORD] = NAMES.slice(3).map(quoted);

const TABLES = `CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a text, b integer);
  CREATE SEQUENCE s; CREATE TABLE u (id integer DEFAULT nextval('s'), x text); ALTER SEQUENCE s OWNED BY u.id;`;

const EVERYTHING = `${TABLES}
  CREATE SCHEMA app; CREATE SEQUENCE free; CREATE VIEW v AS SELECT id, a FROM t; CREATE MATERIALIZED VIEW m AS SELECT id FROM t;
  CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE DOMAIN app.positive AS integer CHECK (VALUE > 0);
  CREATE TYPE pair AS (x integer, y integer); CREATE TYPE span AS RANGE (subtype = float8);
  CREATE FUNCTION f(integer, text) RETURNS integer LANGUAGE sql AS 'SELECT 1';
  CREATE PROCEDURE p(integer) LANGUAGE sql AS 'SELECT 1';
  CREATE AGGREGATE total(integer) (sfunc = int4pl, stype = integer);
  CREATE OPERATOR @@@ (function = int4pl, leftarg = integer, rightarg = integer);
  CREATE COLLATION german (provider = icu, locale = 'de'); CREATE STATISTICS st ON a, b FROM t;
  CREATE TABLE parted (id integer, at date) PARTITION BY RANGE (at);
  CREATE TABLE parted_one PARTITION OF parted FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');`;

const OWNED = `ALTER TABLE t OWNER TO access_app; ALTER TABLE u OWNER TO ${ODD}; ALTER SCHEMA app OWNER TO access_app;
  ALTER SEQUENCE free OWNER TO ${WORD}; ALTER VIEW v OWNER TO ${UP}; ALTER MATERIALIZED VIEW m OWNER TO access_app;
  ALTER TYPE mood OWNER TO access_app; ALTER DOMAIN app.positive OWNER TO access_app; ALTER TYPE pair OWNER TO access_app;
  ALTER TYPE span OWNER TO access_app; ALTER FUNCTION f(integer, text) OWNER TO access_app; ALTER PROCEDURE p OWNER TO access_app;
  ALTER AGGREGATE total(integer) OWNER TO access_app; ALTER OPERATOR @@@ (integer, integer) OWNER TO access_app;
  ALTER COLLATION german OWNER TO access_app; ALTER STATISTICS st OWNER TO access_app; ALTER TABLE parted_one OWNER TO access_writer;`;

const GRANTED = `GRANT SELECT, INSERT ON t TO access_reader; GRANT UPDATE (a, b), SELECT (a, ctid) ON t TO ${ODD}; GRANT ALL ON t TO ${WORD};
  GRANT SELECT ON v TO PUBLIC; GRANT SELECT (id) ON v TO access_reader; GRANT ALL ON m TO access_reader WITH GRANT OPTION;
  GRANT USAGE ON SEQUENCE free TO access_reader; GRANT ALL ON SEQUENCE t_id_seq, s TO access_reader;
  GRANT USAGE ON SCHEMA app, public TO access_reader, ${UP}; GRANT CREATE ON SCHEMA public TO access_writer; REVOKE USAGE ON SCHEMA public FROM PUBLIC;
  REVOKE ALL ON FUNCTION f FROM PUBLIC; GRANT EXECUTE ON FUNCTION f TO access_reader; REVOKE ALL ON PROCEDURE p FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION total(integer) TO access_reader WITH GRANT OPTION; REVOKE ALL ON TYPE mood FROM PUBLIC;
  GRANT USAGE ON TYPE mood, span TO access_reader; GRANT USAGE ON DOMAIN app.positive TO access_reader; REVOKE ALL ON TYPE pair FROM PUBLIC;
  GRANT SELECT ON parted, parted_one TO access_reader; REVOKE DELETE, TRUNCATE ON u FROM postgres; GRANT SELECT (x) ON u TO access_reader;
  SET ROLE access_reader; GRANT SELECT ON m TO access_writer; RESET ROLE;`;

const DEFAULTS = `ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO access_reader;
  ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO ${ODD};
  ALTER DEFAULT PRIVILEGES FOR ROLE access_app IN SCHEMA public GRANT USAGE ON SEQUENCES TO access_reader WITH GRANT OPTION;
  ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC; ALTER DEFAULT PRIVILEGES FOR ROLE access_app REVOKE USAGE ON TYPES FROM PUBLIC;
  ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO access_reader;`;

/** Owners and privileges: what comes, goes and changes, and what must be as it was once an object was made anew. */
export const ACCESS_PAIRS: readonly Pair[] = [
  {
    name: 'row security that is forced and not enabled',
    before: 'CREATE TABLE t (id integer); ALTER TABLE t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;',
    after: 'CREATE TABLE t (id integer); ALTER TABLE t FORCE ROW LEVEL SECURITY;',
  },
  {
    name: 'a schema public made anew',
    before: 'CREATE TABLE t (id integer);',
    after: 'DROP SCHEMA public; CREATE SCHEMA public; CREATE TABLE t (id integer);',
  },
  { name: 'everything gets owners', base: ROLES, before: EVERYTHING, after: `${EVERYTHING}${OWNED}` },
  {
    name: 'everything gets privileges',
    base: ROLES,
    before: EVERYTHING,
    after: `${EVERYTHING}${GRANTED}`,
  },
  {
    name: 'everything comes with owners and privileges',
    base: ROLES,
    before: '',
    after: `${EVERYTHING}${OWNED}${GRANTED}`,
  },
  {
    name: 'owners change below the privileges that they had',
    base: ROLES,
    before: `${TABLES} GRANT ALL ON t, u TO access_app; GRANT SELECT (a) ON t TO access_app; GRANT SELECT ON t TO access_reader;
             GRANT USAGE ON SEQUENCE t_id_seq TO access_app;`,
    after: `${TABLES} ALTER TABLE t OWNER TO access_app; ALTER TABLE u OWNER TO access_reader; GRANT SELECT ON t TO access_reader, postgres;`,
  },
  {
    name: 'privileges change in every way',
    base: ROLES,
    before: `${TABLES} GRANT SELECT, UPDATE ON t TO access_reader; GRANT SELECT (a), INSERT (b) ON t TO access_reader; GRANT SELECT ON t TO access_writer WITH GRANT OPTION;
             GRANT INSERT ON t TO ${ODD}; SET ROLE access_writer; GRANT SELECT ON t TO ${UP}; RESET ROLE;`,
    after: `${TABLES} GRANT INSERT, UPDATE ON t TO access_reader WITH GRANT OPTION; GRANT SELECT (a, b) ON t TO access_reader;
            GRANT SELECT ON t TO access_writer; GRANT INSERT (a) ON t TO ${ODD};`,
  },
  {
    name: 'default privileges come and go with what is made under them',
    base: ROLES,
    before: `CREATE SCHEMA app; ${DEFAULTS} CREATE TABLE old (id integer); CREATE FUNCTION g() RETURNS integer LANGUAGE sql AS 'SELECT 1';`,
    after: `CREATE SCHEMA app; ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO access_reader;
            ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO ${ODD};
            CREATE TABLE app.t (id bigint GENERATED ALWAYS AS IDENTITY); CREATE TABLE b (id integer); CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';`,
  },
  {
    name: 'what is made anew has its owner and privileges again',
    base: ROLES,
    before: `CREATE TYPE s AS ENUM ('a', 'b', 'c'); ALTER TYPE s OWNER TO access_app; REVOKE ALL ON TYPE s FROM PUBLIC; GRANT USAGE ON TYPE s TO ${ODD};
      CREATE TABLE t (id integer, st s, n integer); GRANT SELECT (n) ON t TO access_reader; GRANT SELECT ON t TO access_app; 
      CREATE VIEW v AS SELECT id, st, n FROM t; ALTER VIEW v OWNER TO access_app; GRANT SELECT ON v TO ${ODD}; GRANT UPDATE (n) ON v TO access_writer; COMMENT ON VIEW v IS 'v';
      GRANT SELECT ON v TO access_writer; CREATE MATERIALIZED VIEW m AS SELECT st FROM v; ALTER MATERIALIZED VIEW m OWNER TO access_writer; GRANT SELECT ON m TO access_reader WITH GRANT OPTION;
      CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'; ALTER FUNCTION f OWNER TO access_app; REVOKE ALL ON FUNCTION f FROM PUBLIC; GRANT EXECUTE ON FUNCTION f TO ${UP};`,
    after: `CREATE TYPE s AS ENUM ('c', 'a', 'd'); ALTER TYPE s OWNER TO access_app; REVOKE ALL ON TYPE s FROM PUBLIC; GRANT USAGE ON TYPE s TO ${ODD};
      CREATE TABLE t (id integer, st s, n bigint); GRANT SELECT (n) ON t TO access_reader; GRANT SELECT ON t TO access_app; 
      CREATE VIEW v AS SELECT id, st, n FROM t; ALTER VIEW v OWNER TO access_app; GRANT SELECT ON v TO ${ODD}; GRANT UPDATE (n) ON v TO access_writer; COMMENT ON VIEW v IS 'v';
      GRANT SELECT ON v TO access_writer; CREATE MATERIALIZED VIEW m AS SELECT st FROM v; ALTER MATERIALIZED VIEW m OWNER TO access_writer; GRANT SELECT ON m TO access_reader WITH GRANT OPTION;
      CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'; ALTER FUNCTION f OWNER TO access_app; REVOKE ALL ON FUNCTION f FROM PUBLIC; GRANT EXECUTE ON FUNCTION f TO ${UP};`,
  },
  {
    name: 'columns with privileges are renamed, come and go',
    base: ROLES,
    mark: (o) =>
      o.kind === 'table'
        ? { ...o, columns: o.columns.map((c) => (c.name === 'z' ? { ...c, renamedFrom: 'a' } : c)) }
        : o,
    oneWay: true,
    before: `CREATE TABLE t (a text, "c, d" integer, b integer); GRANT SELECT (a, "c, d"), UPDATE (b) ON t TO access_reader;`,
    after: `CREATE TABLE t (z text, "c, d" integer, e bigint GENERATED BY DEFAULT AS IDENTITY); GRANT SELECT (z, "c, d"), INSERT (e) ON t TO access_reader;
            GRANT USAGE ON SEQUENCE t_e_seq TO access_reader;`,
  },
  {
    name: 'languages, and a schema with its own default privileges',
    base: `${ROLES} CREATE TABLE r (id integer); ALTER TABLE r REPLICA IDENTITY FULL;`,
    before: `CREATE TRUSTED LANGUAGE pl HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator;
      ALTER LANGUAGE pl OWNER TO access_app; CREATE FUNCTION pl_one() RETURNS integer LANGUAGE pl AS 'BEGIN RETURN 1; END';
      CREATE SCHEMA own; ALTER DEFAULT PRIVILEGES FOR ROLE access_app IN SCHEMA own GRANT USAGE ON SEQUENCES TO PUBLIC;
      ALTER DEFAULT PRIVILEGES IN SCHEMA own GRANT ALL ON TABLES TO access_reader; CREATE TABLE own.t (id integer);`,
    after: `CREATE TRUSTED LANGUAGE pl HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator;
      REVOKE USAGE ON LANGUAGE pl FROM PUBLIC; GRANT USAGE ON LANGUAGE pl TO access_reader WITH GRANT OPTION; DROP TABLE r;`,
  },
  {
    name: 'a table gets another owner and an identity for a sequence that it owned',
    base: ROLES,
    before: 'CREATE TABLE t (id serial PRIMARY KEY);',
    after: 'CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY); ALTER TABLE t OWNER TO access_app;',
  },
  {
    name: 'an identity that has fewer privileges than default privileges give goes for a sequence',
    base: `${ROLES} CREATE SCHEMA own;`,
    before: `CREATE TABLE own.t (id integer GENERATED ALWAYS AS IDENTITY, b integer GENERATED ALWAYS AS IDENTITY);
      ALTER DEFAULT PRIVILEGES IN SCHEMA own GRANT USAGE ON SEQUENCES TO access_reader;`,
    after: 'CREATE TABLE own.t (id serial, b integer NOT NULL); ALTER TABLE own.t OWNER TO access_app;',
  },
  {
    name: 'an identity comes with privileges on its sequence, which has the name of the one that goes',
    base: ROLES,
    before: 'CREATE TABLE t (id serial PRIMARY KEY); GRANT ALL ON SEQUENCE t_id_seq TO access_writer;',
    after: `CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY); ALTER TABLE t OWNER TO access_app;
      GRANT SELECT ON SEQUENCE t_id_seq TO access_reader;`,
  },
  {
    name: 'a materialized view goes before its owner loses what it reads by way of a view, and comes when he has it again',
    base: ROLES,
    before: `CREATE TABLE t (id integer, a integer); GRANT SELECT ON t TO access_app; CREATE VIEW v AS SELECT id, a FROM t;
      ALTER VIEW v OWNER TO access_app; CREATE MATERIALIZED VIEW m AS SELECT id, a FROM v;`,
    after: `CREATE TABLE t (id integer, a text); CREATE VIEW v AS SELECT a FROM t; CREATE VIEW m AS SELECT a FROM v;`,
    rows: 'INSERT INTO t VALUES (1, 2); REFRESH MATERIALIZED VIEW m',
  },
  {
    name: 'an identity whose sequence has a name of its own goes, with privileges on it, for a sequence',
    base: ROLES,
    before: `CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME numbers)); GRANT USAGE ON SEQUENCE numbers TO access_app;`,
    after: `CREATE TABLE t (id serial);`,
  },
  {
    name: 'statistics keep their owner and their target while a column changes its type',
    base: ROLES,
    before: `CREATE TABLE t (id integer, a text); CREATE STATISTICS s ON id, a FROM t; ALTER STATISTICS s OWNER TO access_app; ALTER STATISTICS s SET STATISTICS 5;
      CREATE STATISTICS x ON a, (id + 1) FROM t; ALTER STATISTICS x OWNER TO access_app;`,
    after: `CREATE TABLE t (id bigint, a text); CREATE STATISTICS s ON id, a FROM t; ALTER STATISTICS s OWNER TO access_app; ALTER STATISTICS s SET STATISTICS 5;
      CREATE STATISTICS x ON a, (id + 1) FROM t;`,
  },
  {
    name: 'a former owner gets privileges once his table, which waits for a sequence, is no longer his',
    base: ROLES,
    before: 'CREATE TABLE t (id serial PRIMARY KEY); ALTER TABLE t OWNER TO access_app;',
    after: 'CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY); GRANT SELECT ON t TO access_app;',
  },
  {
    name: 'roles that gave what they had take it back before they no longer see the schema, and give once they do',
    base: ROLES,
    before: `CREATE TABLE t (id integer); GRANT SELECT ON t TO access_app WITH GRANT OPTION; SET ROLE access_app; GRANT SELECT ON t TO access_reader; RESET ROLE;`,
    after: 'CREATE TABLE t (id bigint); REVOKE USAGE ON SCHEMA public FROM PUBLIC;',
  },
  {
    name: 'default privileges in public go where that is as usual afterwards',
    base: ROLES,
    before:
      'GRANT USAGE ON SCHEMA public TO access_app; ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO access_app;',
    after: '',
  },
  {
    name: 'members of an extension get what default privileges give before and after',
    base: ROLES,
    before: `ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO access_reader; ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO access_reader;
             ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC; CREATE TABLE t (id integer);`,
    after:
      'CREATE EXTENSION hstore; CREATE TABLE t (id integer); ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;',
  },
  {
    name: 'a computed column that is made anew keeps its privileges, there and back',
    base: ROLES,
    before: `CREATE TABLE t (id integer, d integer GENERATED ALWAYS AS (id * 2) STORED);
      GRANT SELECT (d), UPDATE (id) ON t TO access_reader;
      CREATE TABLE u (id integer, e integer); GRANT SELECT (e) ON u TO access_reader;`,
    after: `CREATE TABLE t (id bigint, d integer GENERATED ALWAYS AS (id * 2) STORED); GRANT SELECT (d) ON t TO access_reader;
      CREATE TABLE u (id bigint, e integer GENERATED ALWAYS AS (id * 3) STORED); GRANT SELECT (e) ON u TO access_reader;`,
  },
];
