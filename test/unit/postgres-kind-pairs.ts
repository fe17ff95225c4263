import { type SchemaObject } from '../../src/model/object.ts';
import { type Pair } from './postgres-pairs.ts';

const FORMER: Readonly<Record<string, string>> = {
  cfg_2: 'cfg',
  dict_2: 'dict',
  'ops 2': 'ops',
  l_2: 'l',
  conv_2: 'conv',
  fam_2: 'fam',
  pub_2: 'pub',
  fw_2: 'fw',
  srv_2: 'srv',
};

const formerNames = (o: SchemaObject): SchemaObject =>
  FORMER[o.name] === undefined ? o : { ...o, renamedFrom: FORMER[o.name] };

/** Kinds that few databases have, each with every attribute that may change, its dependents and hostile names. */
const CALLING_F = `ALTER TABLE t ADD c integer DEFAULT f(1), ADD g integer GENERATED ALWAYS AS (f(a)) STORED, ADD CONSTRAINT k CHECK (f(a) > 0);
  CREATE INDEX i ON t (f(a)) WHERE f(id) > 0; CREATE VIEW v AS SELECT f(a) AS x FROM t;
  CREATE FUNCTION w() RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT f(a) FROM t; END;`;

export const KIND_PAIRS: readonly Pair[] = [
  {
    name: 'rules and policies that lead to tables that need theirs',
    before: `CREATE TABLE p (id integer); CREATE TABLE q () INHERITS (p);
      CREATE RULE r AS ON INSERT TO p WHERE new.id > 0 DO INSTEAD INSERT INTO q VALUES (new.id);
      CREATE TABLE a (id integer); CREATE TABLE b (id integer); CREATE POLICY a ON a USING (EXISTS (SELECT FROM b));
      CREATE POLICY b ON b USING (EXISTS (SELECT FROM a));`,
    after: '',
  },
  {
    name: 'text search configurations, dictionaries, parsers and templates change',
    before: `CREATE SCHEMA "O d";
            CREATE TEXT SEARCH DICTIONARY d1 (template = simple, stopwords = english, accept = false);
            CREATE TEXT SEARCH DICTIONARY "O d"."di'c,t ""q" (template = snowball, language = english);
            CREATE TEXT SEARCH DICTIONARY gone (template = simple);
            CREATE TEXT SEARCH CONFIGURATION c (copy = english);
            ALTER TEXT SEARCH CONFIGURATION c ALTER MAPPING FOR asciiword WITH gone, english_stem;
            ALTER TEXT SEARCH CONFIGURATION c DROP MAPPING FOR uint, url;
            COMMENT ON TEXT SEARCH CONFIGURATION c IS 'one';
            CREATE TABLE docs (id int, body text, t tsvector GENERATED ALWAYS AS (to_tsvector('c'::regconfig, body)) STORED);
            CREATE INDEX docs_c ON docs USING gin (to_tsvector('c', body));
            CREATE TEXT SEARCH PARSER p (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype);
            CREATE TEXT SEARCH TEMPLATE tm (lexize = dsimple_lexize);
            CREATE TEXT SEARCH DICTIONARY kept (template = simple);
            CREATE TEXT SEARCH CONFIGURATION cc (copy = simple);
            ALTER TEXT SEARCH CONFIGURATION cc ALTER MAPPING FOR word, file WITH kept, simple;
            CREATE TABLE uses (body text, t tsvector GENERATED ALWAYS AS (to_tsvector('cc'::regconfig, body)) STORED);
            CREATE TEXT SEARCH PARSER p3 (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype);
            CREATE TEXT SEARCH CONFIGURATION c3 (parser = p3);
            CREATE TABLE uses3 (body text DEFAULT 'a', t tsvector GENERATED ALWAYS AS (to_tsvector('c3'::regconfig, body)) STORED);`,
    after: `CREATE SCHEMA "O d";
            CREATE TEXT SEARCH DICTIONARY d1 (template = simple, accept = true);
            COMMENT ON TEXT SEARCH DICTIONARY d1 IS 'it''s';
            CREATE TEXT SEARCH DICTIONARY "O d"."di'c,t ""q" (template = snowball, language = 'german', stopwords = 'english');
            CREATE TEXT SEARCH CONFIGURATION c (copy = english);
            ALTER TEXT SEARCH CONFIGURATION c ALTER MAPPING FOR asciiword, word WITH "O d"."di'c,t ""q", d1;
            ALTER TEXT SEARCH CONFIGURATION c DROP MAPPING FOR version;
            CREATE TEXT SEARCH TEMPLATE tm (init = dsimple_init, lexize = dsimple_lexize);
            CREATE TEXT SEARCH DICTIONARY dt (template = tm, stopwords = 'english');
            CREATE TEXT SEARCH PARSER p (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, headline = prsd_headline, lextypes = prsd_lextype);
            CREATE TEXT SEARCH CONFIGURATION c2 (parser = p);
            ALTER TEXT SEARCH CONFIGURATION c2 ADD MAPPING FOR asciiword WITH dt;
            CREATE TABLE docs (id int, body text, t tsvector GENERATED ALWAYS AS (to_tsvector('c'::regconfig, body)) STORED);
            CREATE INDEX docs_c ON docs USING gin (to_tsvector('c2', body));
            CREATE TEXT SEARCH DICTIONARY kept (template = snowball, language = german);
            CREATE TEXT SEARCH CONFIGURATION cc (copy = simple);
            ALTER TEXT SEARCH CONFIGURATION cc ALTER MAPPING FOR word, file WITH kept, simple;
            CREATE TABLE uses (body text, t tsvector GENERATED ALWAYS AS (to_tsvector('cc'::regconfig, body)) STORED);
            CREATE TEXT SEARCH PARSER p3 (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype, headline = prsd_headline);
            CREATE TEXT SEARCH CONFIGURATION c3 (parser = p3);
            CREATE TABLE uses3 (body text DEFAULT 'a', t tsvector GENERATED ALWAYS AS (to_tsvector('c3'::regconfig, body)) STORED);`,
    rows: `INSERT INTO docs VALUES (1, 'the cats'); INSERT INTO uses VALUES ('the cats'); INSERT INTO uses3 VALUES ('the cats')`,
  },
  {
    name: 'operator classes and families change below indexes',
    before: `CREATE FUNCTION abscmp(int, int) RETURNS int IMMUTABLE LANGUAGE sql AS 'select btint4cmp(abs($1), abs($2))';
            CREATE FUNCTION lt(int, int) RETURNS bool IMMUTABLE LANGUAGE sql AS 'select abs($1) < abs($2)';
            CREATE OPERATOR |<| (function = lt, leftarg = int, rightarg = int);
            CREATE OPERATOR CLASS abs_ops FOR TYPE int USING btree AS OPERATOR 1 |<|, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 abscmp(int, int);
            CREATE TABLE t (id int, v int);
            CREATE INDEX t_abs ON t (v abs_ops);
            CREATE INDEX t_abs2 ON t (v abs_ops) WHERE v > 3;
            CREATE OPERATOR FAMILY loose USING btree;
            ALTER OPERATOR FAMILY loose USING btree ADD OPERATOR 1 < (int, bigint), FUNCTION 1 (int, bigint) btint48cmp(int, bigint);`,
    after: `CREATE SCHEMA "O (d";
            CREATE FUNCTION abscmp(int, int) RETURNS int IMMUTABLE LANGUAGE sql AS 'select btint4cmp(abs($1), abs($2))';
            CREATE FUNCTION lt(int, int) RETURNS bool IMMUTABLE LANGUAGE sql AS 'select abs($1) < abs($2)';
            CREATE OPERATOR |<| (function = lt, leftarg = int, rightarg = int);
            CREATE OPERATOR "O (d".|<| (function = lt, leftarg = int, rightarg = int);
            CREATE OPERATOR CLASS abs_ops FOR TYPE int USING btree AS OPERATOR 1 "O (d".|<|, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 abscmp(int, int);
            COMMENT ON OPERATOR CLASS abs_ops USING btree IS 'absolute';
            CREATE OPERATOR FAMILY "O (d".gist_f USING gist;
            CREATE OPERATOR CLASS "O (d"."x ""y" FOR TYPE circle USING gist FAMILY "O (d".gist_f AS OPERATOR 1 <<, FUNCTION 1 gist_circle_consistent(internal, circle, smallint, oid, internal), STORAGE box;
            CREATE TABLE t (id int, v int);
            CREATE INDEX t_abs ON t (v abs_ops);
            CREATE INDEX t_abs2 ON t (v abs_ops) WHERE v > 3;
            CREATE OPERATOR FAMILY loose USING btree;
            ALTER OPERATOR FAMILY loose USING btree ADD OPERATOR 1 < (int, smallint), OPERATOR 3 |<| (int, int), FUNCTION 1 (int, int) btint4cmp(int, int);
            COMMENT ON OPERATOR FAMILY loose USING btree IS 'loose';`,
    rows: `INSERT INTO t VALUES (1, -5), (2, 5)`,
  },
  {
    name: 'languages, conversions, access methods and transforms change',
    before: `CREATE LANGUAGE alt1 HANDLER plpgsql_call_handler;
            CREATE CONVERSION myconv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
            CREATE ACCESS METHOD gist2 TYPE INDEX HANDLER gisthandler;`,
    after: `CREATE SCHEMA "O (d";
            CREATE TRUSTED LANGUAGE alt1 HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator;
            COMMENT ON LANGUAGE alt1 IS 'x';
            CREATE LANGUAGE "l 2" HANDLER plpgsql_call_handler;
            CREATE FUNCTION useit() RETURNS int LANGUAGE "l 2" AS 'begin return 1; end';
            CREATE DEFAULT CONVERSION "O (d".myconv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
            CREATE CONVERSION myconv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
            COMMENT ON CONVERSION myconv IS 'c';
            CREATE ACCESS METHOD gist2 TYPE INDEX HANDLER gisthandler;
            CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
            COMMENT ON ACCESS METHOD gist2 IS 'g';
            CREATE TABLE h (a int) USING heap2;
            CREATE TRANSFORM FOR int LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal));
            COMMENT ON TRANSFORM FOR int LANGUAGE sql IS 't';`,
  },
  {
    name: 'text search objects, operator classes, languages, publications and servers are renamed',
    before: `CREATE TEXT SEARCH DICTIONARY dict (template = simple); CREATE TEXT SEARCH CONFIGURATION cfg (parser = default); CREATE TABLE t (b text, n int);
            CREATE OPERATOR CLASS ops FOR TYPE int USING btree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(int, int);
            CREATE OPERATOR FAMILY fam USING hash; CREATE LANGUAGE l HANDLER plpgsql_call_handler;
            CREATE CONVERSION conv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
            CREATE PUBLICATION pub FOR TABLE t; CREATE FOREIGN DATA WRAPPER fw; CREATE FOREIGN DATA WRAPPER fv; CREATE SERVER srv FOREIGN DATA WRAPPER fv;`,
    after: `CREATE TEXT SEARCH DICTIONARY dict_2 (template = simple); CREATE TEXT SEARCH CONFIGURATION cfg_2 (parser = default); CREATE TABLE t (b text, n int);
            CREATE OPERATOR FAMILY ops USING btree; CREATE OPERATOR CLASS "ops 2" FOR TYPE int USING btree FAMILY ops
              AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(int, int);
            CREATE OPERATOR FAMILY fam_2 USING hash; CREATE LANGUAGE l_2 HANDLER plpgsql_call_handler;
            CREATE CONVERSION conv_2 FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
            CREATE PUBLICATION pub_2 FOR TABLE t; CREATE FOREIGN DATA WRAPPER fw_2; CREATE FOREIGN DATA WRAPPER fv; CREATE SERVER srv_2 FOREIGN DATA WRAPPER fv;`,
    mark: formerNames,
    oneWay: true,
  },
  {
    name: 'publications change their tables, columns, filters, schemas and options',
    before: `CREATE SCHEMA s1; CREATE SCHEMA "S 2";
            CREATE TABLE a (id int PRIMARY KEY, v int, w text);
            CREATE TABLE gone (id int PRIMARY KEY);
            CREATE TABLE "S 2"."T ""x.y" (id int PRIMARY KEY, "c 1" int);
            CREATE TABLE s1.q (id int);
            CREATE PUBLICATION p1 FOR TABLE a (id, v), gone, "S 2"."T ""x.y" WHERE (id > 5);
            CREATE PUBLICATION p2 FOR ALL TABLES WITH (publish = 'insert');
            CREATE PUBLICATION p3 FOR TABLES IN SCHEMA s1, TABLE a WHERE (id < 3);
            CREATE PUBLICATION p4;
            CREATE PUBLICATION p5 FOR TABLE a WHERE (id > 3), ONLY "S 2"."T ""x.y";
            CREATE PUBLICATION "p 6" FOR TABLE a;
            COMMENT ON PUBLICATION p1 IS 'one';`,
    after: `CREATE SCHEMA s1; CREATE SCHEMA "S 2";
            CREATE TABLE a (id bigint PRIMARY KEY, v int, w text, n int);
            CREATE TABLE fresh (id int PRIMARY KEY);
            CREATE TABLE "S 2"."T ""x.y" (id int PRIMARY KEY, "c 1" int);
            CREATE TABLE s1.q (id int);
            CREATE PUBLICATION p1 FOR TABLE a (id, n), fresh, "S 2"."T ""x.y" (id, "c 1") WHERE (id > 6) WITH (publish = 'insert, delete', publish_via_partition_root = true);
            CREATE PUBLICATION p2 FOR TABLE fresh;
            CREATE PUBLICATION p3 FOR TABLES IN SCHEMA s1, "S 2";
            COMMENT ON PUBLICATION p3 IS 'it''s';
            CREATE PUBLICATION p4 WITH (publish = 'truncate');
            CREATE PUBLICATION p5 FOR TABLE a WHERE (id > 3), ONLY "S 2"."T ""x.y";`,
    rows: `INSERT INTO a VALUES (1, 2, 'x')`,
  },
  {
    name: 'foreign-data wrappers, servers and user mappings change',
    before: `CREATE FOREIGN DATA WRAPPER plainw OPTIONS (a '1', b 'x''y');
            CREATE FOREIGN DATA WRAPPER w2 VALIDATOR postgresql_fdw_validator;
            CREATE SERVER s1 TYPE 'oracle' VERSION '8' FOREIGN DATA WRAPPER plainw OPTIONS (host 'h', port '1');
            CREATE SERVER s2 FOREIGN DATA WRAPPER plainw;
            CREATE SERVER s3 FOREIGN DATA WRAPPER w2;
            CREATE USER MAPPING FOR public SERVER s1 OPTIONS ("user" 'u');
            CREATE USER MAPPING FOR postgres SERVER s1 OPTIONS ("user" 'u');
            CREATE USER MAPPING FOR postgres SERVER s3;
            COMMENT ON SERVER s1 IS 'one';`,
    after: `CREATE FOREIGN DATA WRAPPER plainw VALIDATOR postgresql_fdw_validator;
            CREATE FOREIGN DATA WRAPPER w2;
            COMMENT ON FOREIGN DATA WRAPPER w2 IS 'w';
            CREATE FOREIGN DATA WRAPPER "W ""3" OPTIONS ("A b" 'c\\d');
            CREATE SERVER s1 TYPE 'oracle' FOREIGN DATA WRAPPER plainw OPTIONS (host 'h2', dbname 'd');
            CREATE SERVER s3 VERSION '4' FOREIGN DATA WRAPPER "W ""3";
            CREATE SERVER "S 4" FOREIGN DATA WRAPPER w2;
            CREATE USER MAPPING FOR postgres SERVER s1 OPTIONS ("user" 'u2');
            CREATE USER MAPPING FOR postgres SERVER s3;
            CREATE USER MAPPING FOR public SERVER "S 4" OPTIONS ("user" 'y');`,
  },
  {
    name: 'foreign tables change their columns, options, servers, parents and members',
    before: `CREATE SCHEMA "S x"; CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s1 FOREIGN DATA WRAPPER w; CREATE SERVER s2 FOREIGN DATA WRAPPER w;
            CREATE FOREIGN TABLE f1 (a int OPTIONS (p1 'v1', p2 'v''2') NOT NULL, b text DEFAULT 'x', c date, gone int) SERVER s1 OPTIONS (delim ',', quote '"');
            COMMENT ON FOREIGN TABLE f1 IS 'one'; COMMENT ON COLUMN f1.a IS 'col';
            CREATE FOREIGN TABLE f2 (a int) SERVER s1;
            CREATE TABLE parent (id int, v text) PARTITION BY RANGE (id);
            CREATE TABLE base (id int);
            CREATE FOREIGN TABLE "S x"."F ""3" (id int, v text) SERVER s2;
            CREATE FOREIGN TABLE child (x int) INHERITS (base) SERVER s1;
            CREATE VIEW vf AS SELECT a, b FROM f1;`,
    after: `CREATE SCHEMA "S x"; CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s1 FOREIGN DATA WRAPPER w; CREATE SERVER s2 FOREIGN DATA WRAPPER w;
            CREATE FOREIGN TABLE f1 (a bigint OPTIONS (p2 'w', p3 'z'), b text DEFAULT 'y' NOT NULL, c date, n int OPTIONS ("N n" '1'), CONSTRAINT pos CHECK (a > 0)) SERVER s1 OPTIONS (quote '''', header 'on');
            COMMENT ON FOREIGN TABLE f1 IS 'two';
            CREATE FOREIGN TABLE f2 (a int) SERVER s2;
            CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';
            CREATE TRIGGER tr BEFORE INSERT ON f1 FOR EACH ROW EXECUTE FUNCTION touch();
            CREATE TABLE parent (id int, v text) PARTITION BY RANGE (id);
            CREATE FOREIGN TABLE part PARTITION OF parent FOR VALUES FROM (1) TO (10) SERVER s1 OPTIONS (x 'y');
            CREATE TABLE base (id int);
            CREATE FOREIGN TABLE "S x"."F ""3" (id int, v text) SERVER s2;
            ALTER TABLE parent ATTACH PARTITION "S x"."F ""3" FOR VALUES FROM (20) TO (30);
            CREATE VIEW vf AS SELECT a, b FROM f1;`,
  },
  {
    name: 'types are exchanged below arrays, generated columns and all that speaks of them',
    before: `CREATE TYPE e AS ENUM ('a', 'b', 'c');
            CREATE TYPE pair AS (x int, y text);
            CREATE DOMAIN ed AS e DEFAULT 'a' CHECK (value <> 'c');
            CREATE DOMAIN list AS int[];
            CREATE TABLE t (id int PRIMARY KEY, x e DEFAULT 'a' NOT NULL, xs e[] DEFAULT '{a,b}', d ed, said text DEFAULT ('b'::e)::text, p pair, ps pair[], ls list[],
              g e GENERATED ALWAYS AS (CASE WHEN id > 1 THEN 'a'::e ELSE 'b'::e END) STORED,
              n int GENERATED ALWAYS AS (CASE WHEN x = 'a' THEN 1 ELSE 2 END) STORED, CONSTRAINT known CHECK (x IN ('a', 'b')));
            CREATE INDEX t_x ON t (x) WHERE x = 'a';
            CREATE UNIQUE INDEX t_g ON t (g, id);
            CREATE VIEW v AS SELECT x, d, g, p, ps FROM t WHERE x = 'a';
            CREATE MATERIALIZED VIEW m AS SELECT g, count(*) AS "n o" FROM t GROUP BY g;
            ALTER MATERIALIZED VIEW m ALTER "n o" SET STATISTICS 7, ALTER g SET (n_distinct = 5, n_distinct_inherited = 6);
            CREATE TYPE kind AS ENUM ('1', '2'); CREATE TYPE span AS RANGE (subtype = float8);
            CREATE TABLE u (kind kind DEFAULT '1', kinds kind[], span span DEFAULT '[1,2]', spans span[], many span_multirange);
            CREATE FUNCTION of_kind(a int) RETURNS int LANGUAGE sql IMMUTABLE AS 'select 1';
            CREATE FUNCTION calls(b int DEFAULT of_kind(3)) RETURNS int LANGUAGE sql RETURN of_kind(b);
            CREATE FUNCTION f(e, e[] DEFAULT '{a}') RETURNS e LANGUAGE sql IMMUTABLE AS 'select $1';
            ALTER TABLE t ENABLE ROW LEVEL SECURITY;
            CREATE POLICY p ON t USING (x = 'a');`,
    after: `CREATE TYPE e AS ENUM ('b', 'a');
            CREATE TYPE pair AS (y text, x bigint);
            CREATE DOMAIN ed AS e DEFAULT 'a';
            CREATE DOMAIN list AS bigint[];
            CREATE TABLE t (id int PRIMARY KEY, x e DEFAULT 'b' NOT NULL, xs e[] DEFAULT '{a,b}', d ed, said text DEFAULT ('b'::e)::text, p pair, ps pair[], ls list[],
              g e GENERATED ALWAYS AS (CASE WHEN id > 1 THEN 'b'::e ELSE 'b'::e END) STORED,
              n int GENERATED ALWAYS AS (CASE WHEN x = 'a' THEN 1 ELSE 2 END) STORED, CONSTRAINT known CHECK (x IN ('a', 'b')));
            CREATE INDEX t_x ON t (x) WHERE x = 'a';
            CREATE UNIQUE INDEX t_g ON t (g, id);
            CREATE VIEW v AS SELECT x, d, g, p, ps FROM t WHERE x = 'a';
            CREATE MATERIALIZED VIEW m AS SELECT g, count(*) AS "n o" FROM t GROUP BY g;
            ALTER MATERIALIZED VIEW m ALTER "n o" SET STATISTICS 9, ALTER g SET (n_distinct = 6);
            CREATE DOMAIN kind AS text CHECK (value IN ('1', '2')); CREATE TYPE span AS RANGE (subtype = float8, multirange_type_name = "m s");
            CREATE TABLE u (kind kind DEFAULT '1', kinds kind[], span span, spans span[], many "m s");
            CREATE FUNCTION of_kind(a int, b text DEFAULT 'x') RETURNS int LANGUAGE sql IMMUTABLE AS 'select 1';
            CREATE FUNCTION f(e, e[] DEFAULT '{a}') RETURNS e LANGUAGE sql IMMUTABLE AS 'select $1';
            ALTER TABLE t ENABLE ROW LEVEL SECURITY;
            CREATE POLICY p ON t USING (x = 'a');`,
    rows: `INSERT INTO t (id, d, p, ps, ls) VALUES (1, 'b', (1, 'u'), ARRAY[(2, 'w')::pair, NULL], NULL), (2, NULL, NULL, '{}', '{}');
           INSERT INTO u (kinds, spans, many) VALUES ('{1,2}', '{"[1,2)"}', '{[1,2)}')`,
  },
  {
    name: 'tables of types change with them, leave them and come to them',
    before: `CREATE SCHEMA "S y"; CREATE TYPE c AS (x int, y text, z numeric(10,2)); CREATE TYPE other AS (x int);
            CREATE TABLE t OF c (PRIMARY KEY (x), y WITH OPTIONS NOT NULL DEFAULT 'q');
            CREATE TABLE bare OF c; CREATE TABLE leaves OF other; CREATE TYPE mid AS (a int, b text); CREATE TABLE mid1 OF mid;
            ALTER TABLE mid1 ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
            CREATE TABLE comes (x int NOT NULL, extra text);
            CREATE TABLE "m ""v" OF other;
            CREATE VIEW v AS SELECT x, y FROM t;
            CREATE INDEX t_y ON t (y) WHERE x > 0;
            ALTER TABLE t ADD CONSTRAINT ck CHECK (x > 0);
            COMMENT ON COLUMN t.y IS 'why';`,
    after: `CREATE SCHEMA "S y"; CREATE TYPE c AS (x bigint, y varchar(20) COLLATE "C", z numeric(12,4), w date); CREATE TYPE "S y".other AS (x int);
            CREATE TABLE t OF c (PRIMARY KEY (x), y WITH OPTIONS NOT NULL DEFAULT 'r', z WITH OPTIONS UNIQUE);
            CREATE TYPE mid AS (a int, w date, b text); CREATE TABLE mid1 OF mid;
            ALTER TABLE mid1 ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
            CREATE TABLE bare OF c; CREATE TABLE leaves (x int NOT NULL GENERATED BY DEFAULT AS IDENTITY, more text);
            CREATE TABLE comes OF "S y".other (x WITH OPTIONS NOT NULL);
            CREATE TABLE "m ""v" OF "S y".other;
            CREATE VIEW v AS SELECT x, y, w FROM t;
            CREATE INDEX t_y ON t (y) WHERE x > 0;
            ALTER TABLE t ADD CONSTRAINT ck CHECK (x > 0);`,
    rows: `INSERT INTO t VALUES (1, 'a', 2.5); INSERT INTO bare VALUES (1); INSERT INTO leaves VALUES (1); INSERT INTO comes VALUES (1); INSERT INTO mid1 (a, b) VALUES (1, 'b')`,
  },
  {
    name: 'keys and unique constraints of partitions have names of their own, triggers states; indexes over partitions other parameters, or parts on some alone',
    base: `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
           CREATE TABLE t (a integer NOT NULL, b integer NOT NULL, c text) PARTITION BY RANGE (a);
           CREATE TABLE p PARTITION OF t FOR VALUES FROM (0) TO (10) PARTITION BY LIST (b); CREATE TABLE q PARTITION OF p FOR VALUES IN (1, 2);
           CREATE TABLE r PARTITION OF t FOR VALUES FROM (10) TO (20);`,
    before: `ALTER TABLE r ADD CONSTRAINT own PRIMARY KEY (a); CREATE INDEX i ON t (c) WITH (fillfactor = 90);
             CREATE INDEX o ON ONLY t (b DESC); CREATE INDEX op ON p (b DESC); ALTER INDEX o ATTACH PARTITION op; COMMENT ON INDEX op IS 'part';
             CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f(); ALTER TABLE p DISABLE TRIGGER g; ALTER TABLE q ENABLE ALWAYS TRIGGER g;`,
    after: `ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY (a, b); ALTER TABLE q RENAME CONSTRAINT q_pkey TO own;
            ALTER TABLE r RENAME CONSTRAINT r_pkey TO theirs; COMMENT ON CONSTRAINT theirs ON r IS 'key';
            CREATE INDEX i ON t (c) WITH (fillfactor = 70); COMMENT ON INDEX r_c_idx IS 'part';
            CREATE INDEX o ON ONLY t (b DESC); CREATE INDEX own_r ON r (b DESC) WITH (fillfactor = 60); ALTER INDEX o ATTACH PARTITION own_r;
            ALTER TABLE q ADD CONSTRAINT uq UNIQUE (b, a) WITH (fillfactor = 50); ALTER TABLE t ADD CONSTRAINT u UNIQUE (b, a);
            COMMENT ON CONSTRAINT uq ON q IS 'part'; COMMENT ON INDEX r_b_a_key IS 'index';
            CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f(); ALTER TABLE t DISABLE TRIGGER g; ALTER TABLE r ENABLE TRIGGER g;`,
    rows: 'INSERT INTO t VALUES (1, 1), (11, 2)',
  },
  {
    since: 140000,
    name: 'a routine gets another argument below all that calls it',
    base: 'CREATE TABLE t (id integer PRIMARY KEY, a integer);',
    before: `CREATE FUNCTION f(bigint) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1::integer'; ${CALLING_F}`,
    after: `CREATE FUNCTION f(integer, text DEFAULT 'x') RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1'; ${CALLING_F}`,
    rows: 'INSERT INTO t (id, a) VALUES (1, 2)',
  },
  {
    since: 150000,
    name: 'sequences of columns are logged or not, beside tables that are so or not',
    before: `CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY, k serial, v text DEFAULT 'v' || nextval('t_k_seq'));
             ALTER SEQUENCE t_id_seq SET UNLOGGED; ALTER SEQUENCE t_k_seq SET UNLOGGED; COMMENT ON SEQUENCE t_id_seq IS 'it';
             CREATE UNLOGGED TABLE u (id integer, k serial); CREATE TABLE w (id serial PRIMARY KEY);`,
    after: `CREATE UNLOGGED TABLE t (id integer GENERATED ALWAYS AS IDENTITY, k serial, v text); ALTER SEQUENCE t_id_seq SET LOGGED;
            ALTER SEQUENCE t_k_seq SET LOGGED; CREATE TABLE u (id integer GENERATED ALWAYS AS IDENTITY, k serial); ALTER SEQUENCE u_id_seq SET UNLOGGED;
            COMMENT ON SEQUENCE u_id_seq IS 'you'; CREATE TABLE w (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY); ALTER SEQUENCE w_id_seq SET UNLOGGED;`,
    rows: `INSERT INTO t DEFAULT VALUES; INSERT INTO u VALUES (1); INSERT INTO w DEFAULT VALUES`,
  },
  {
    name: 'a type takes the name of a sequence that a default counts by',
    before: "CREATE SEQUENCE x; CREATE TABLE t (id integer, x bigint DEFAULT nextval('x'));",
    after: "CREATE TYPE x AS ENUM ('1', '2'); CREATE TABLE t (id integer, x x DEFAULT '1');",
    rows: 'INSERT INTO t (id) VALUES (1)',
  },
  {
    name: 'not-null constraints of heirs and partitions have names and standings of their own',
    before: `CREATE TABLE p (a integer NOT NULL); CREATE TABLE c (x integer, NOT NULL a) INHERITS (p); CREATE TABLE e (a integer) INHERITS (p);
             CREATE TABLE t (i integer NOT NULL) PARTITION BY LIST (i); CREATE TABLE u PARTITION OF t FOR VALUES IN (1);`,
    after: `CREATE TABLE p (a integer CONSTRAINT n NOT NULL); CREATE TABLE c (x integer) INHERITS (p); CREATE TABLE e (a integer NOT NULL) INHERITS (p);
            CREATE TABLE t (i integer CONSTRAINT m NOT NULL) PARTITION BY LIST (i); CREATE TABLE u (i integer NOT NULL);
            ALTER TABLE t ATTACH PARTITION u FOR VALUES IN (1);`,
    rows: `INSERT INTO c VALUES (1, 2); INSERT INTO t VALUES (1)`,
    since: 180000,
  },
  {
    name: 'an index loses a column that goes, below another that gets another type, and one tells rows apart no more',
    before: `CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b varchar(10), c integer NOT NULL DEFAULT 0); CREATE VIEW v AS SELECT * FROM t; CREATE INDEX i ON t (a, c) WHERE b IS NOT NULL;
             CREATE TABLE r (id integer NOT NULL); CREATE UNIQUE INDEX ri ON r (id); ALTER TABLE r REPLICA IDENTITY USING INDEX ri;`,
    after: `CREATE TABLE t (id integer PRIMARY KEY, a integer, b text); CREATE VIEW v AS SELECT * FROM t; CREATE INDEX i ON t (a) WHERE b IS NOT NULL;
            CREATE TABLE r (id integer); CREATE INDEX ri ON r USING hash (id);`,
  },
  {
    name: 'a partitioned table with its indexes becomes a plain one, a partition of it a table or partitioned',
    before: `CREATE TABLE m (id integer, k text, at date NOT NULL) PARTITION BY RANGE (at); CREATE TABLE n PARTITION OF m FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
             ALTER TABLE m ADD PRIMARY KEY (id, at); ALTER TABLE m ADD CONSTRAINT u UNIQUE (k, at); CREATE INDEX i ON m (k); CREATE TABLE p (id integer, k text); CREATE TABLE q (id integer PRIMARY KEY, k text);`,
    after: `CREATE TABLE m (id integer, k text, at date NOT NULL); CREATE TABLE n (id integer PRIMARY KEY, k text, at date NOT NULL);
            CREATE TABLE p (id integer, k text) PARTITION BY LIST (k); CREATE TABLE q PARTITION OF p FOR VALUES IN ('a') PARTITION BY HASH (id); CREATE TABLE q1 PARTITION OF q FOR VALUES WITH (modulus 1, remainder 0); CREATE INDEX j ON p (id);`,
  },
];
