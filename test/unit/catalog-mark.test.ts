import { describe, expect, it } from 'vitest';
import { type KeptCatalog, type KeptObjects } from '../../src/dialects/dialect.ts';
import { catalogMark } from '../../src/dialects/postgres/catalog-mark.ts';
import { postgres } from '../../src/dialects/postgres/index.ts';
import { type SchemaObject } from '../../src/model/object.ts';
import { load, withDatabase } from '../servers/databases.ts';
import { SERVERS } from '../servers/servers.ts';

const REAL = SERVERS.filter((s) => s.dialect === 'postgres' && s.name !== 'pglite');
const SCOPE = { schemas: ['*'], ignore: [] };

const SETUP = `
CREATE TABLE t (id integer PRIMARY KEY, a text DEFAULT 'x', b integer);
CREATE TYPE level AS ENUM ('low'); CREATE DOMAIN d AS integer; CREATE SEQUENCE s;
CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'; CREATE VIEW v AS SELECT id FROM t; CREATE INDEX i ON t (a);
CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION g()`;

/** Each of them alone, and the server prints something else. */
const CHANGES = [
  `ALTER TABLE t ALTER a SET DEFAULT 'y'`,
  'ALTER TABLE t ALTER b SET STATISTICS 7',
  'ALTER TABLE t RENAME b TO c',
  'ALTER TABLE t SET (fillfactor = 70)',
  'ALTER TABLE t DISABLE TRIGGER g',
  'ALTER TABLE t ENABLE ROW LEVEL SECURITY',
  'ALTER TABLE t REPLICA IDENTITY FULL',
  'ALTER TABLE t CLUSTER ON i',
  `ALTER TYPE level ADD VALUE 'high'`,
  'ALTER DOMAIN d SET NOT NULL',
  'ALTER SEQUENCE s INCREMENT 2',
  `CREATE OR REPLACE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 2'`,
  'ALTER FUNCTION f() COST 7',
  'CREATE OR REPLACE VIEW v AS SELECT id FROM t WHERE id > 1',
  'GRANT SELECT (a) ON t TO PUBLIC',
  `COMMENT ON COLUMN t.a IS 'c'`,
  'ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC',
  'CREATE POLICY p ON t USING (true)',
  'CREATE STATISTICS x ON a, c FROM t',
  'CREATE PUBLICATION dbops_mark',
  'DROP INDEX i',
];

describe.each(REAL)('the mark of a catalog on $name', (server) => {
  it('changes with the catalog, and with nothing else', async () => {
    await withDatabase(server, async (url) => {
      await load(server, url, SETUP);
      await using session = await postgres.connect(url);
      let last = await catalogMark(session);
      expect(last).toMatch(/^[0-9a-f]{64}$/);
      for (const sql of ["INSERT INTO t VALUES (1, 'a', 2)", 'ANALYZE t', 'VACUUM t', "SELECT nextval('s')"]) {
        await load(server, url, sql);
        expect(await catalogMark(session), sql).toBe(last);
      }
      for (const sql of CHANGES) {
        await load(server, url, sql);
        const mark = await catalogMark(session);
        expect(mark, sql).not.toBe(last);
        last = mark;
      }
    });
  });

  it('lets what was read serve again, and only then', async () => {
    await withDatabase(server, async (url) => {
      await load(server, url, SETUP);
      await using session = await postgres.connect(url);
      const puts: string[] = [];
      const shelf: { last: string | null } = { last: null };
      const kept: KeptCatalog = {
        last: async () =>
          shelf.last === null
            ? null
            : { catalog: JSON.parse(shelf.last) as KeptObjects, isOf: (mark) => mark === puts.at(-1) },
        put: async (mark, catalog) => {
          puts.push(mark);
          shelf.last = JSON.stringify(catalog);
        },
      };
      const fresh = await postgres.read(session, SCOPE);
      for (let round = 0; round < 2; round++)
        expect(await postgres.read(session, SCOPE, { kept })).toStrictEqual(fresh);
      expect(puts).toHaveLength(1);
      await load(server, url, 'ALTER TABLE t DROP b');
      expect(await postgres.read(session, SCOPE, { kept })).toStrictEqual(await postgres.read(session, SCOPE));
      expect(puts).toHaveLength(2);
      const whole = (objects: readonly SchemaObject[]): boolean => {
        const t = objects.find((o) => o.kind === 'table');
        if (t?.columns.some((c) => c.name === 'd')) throw new Error('not to be asked of what is no more');
        return false;
      };
      await load(server, url, 'ALTER TABLE t ADD d integer');
      await postgres.read(session, SCOPE, { kept, dependencies: () => false });
      await load(server, url, 'ALTER TABLE t DROP d');
      expect((await postgres.read(session, SCOPE, { kept, dependencies: whole })).objects).toHaveLength(
        fresh.objects.length,
      );
    });
  });
});
