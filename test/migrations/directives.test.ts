import { describe, expect, test } from 'vitest';
import { findDirectives, withoutDirectives } from '../../src/migrations/formats/directives.ts';
import { splitStatements } from '../../src/model/statements.ts';
import { rowsOf, withDatabase } from '../servers/databases.ts';
import { SERVERS } from '../servers/servers.ts';

const UP = '\n-- migrate:up\n--\tmigrate:down x\n';

/** Statements whose values hold lines that read as directives. */
const STATEMENTS = {
  postgres: [
    `select 'a\\${UP}it''s' as v`,
    `select E'a\\'${UP}\\\\b\\n' as v`,
    `select U&'\\0061${UP}' as v`,
    `select $$a\\'${UP}"$$ as v`,
    `select $tag$it's $$${UP}$tag$||$$${UP}$$as v`,
    `select 1 as "a""\\${UP}"`,
    `select 1 as U&"\\0061${UP}b"`,
    `select 1 /* a /* b ${UP} */ c ${UP} */ + 1${UP} as v`,
    `select array['x${UP}', E'${UP}'] as v`,
  ],
  mysql: [
    `select 'a\\\\${UP}it''s' as v`,
    `select 'a\\${UP}' as v`,
    `select "a""${UP}b" as v`,
    `select 1 /* a ${UP} */ + 1${UP} as v`,
    `select concat('x', '${UP}', 'y${UP}z') as v`,
  ],
};

describe.each(SERVERS)('on $title', (server) => {
  test('a statement rewritten without directives means the same', async () => {
    await withDatabase(server, async (url) => {
      for (const sql of STATEMENTS[server.dialect]) {
        expect(findDirectives(sql)).not.toEqual([]);
        const rewritten = withoutDirectives(sql, server.dialect);
        expect(findDirectives(rewritten)).toEqual([]);
        expect(splitStatements(`${rewritten};`, server.dialect)).toHaveLength(1);
        expect(await rowsOf(server, url, rewritten)).toEqual(await rowsOf(server, url, sql));
      }
    });
  });
});
