import { describe, expect, test } from 'vitest';
import { splitStatements } from '../../src/model/statements.ts';
import { TRICKY } from '../migrations/tricky.ts';

describe.each(['postgres', 'mysql'] as const)('%s', (dialect) => {
  const list = TRICKY[dialect];

  test.each(list)('one statement: %s', (sql) => {
    expect(splitStatements(sql, dialect)).toEqual([{ sql, line: 1 }]);
  });

  test('a script of all of them gives them back with their lines', () => {
    const script = list.map((sql, i) => `-- number ${i}; it's\n\n/* ; */ ${sql} -- after\n;\n`).join('\n');
    const found = splitStatements(script, dialect);
    expect(found.map((s) => s.sql)).toEqual(list);
    const lines = script.split('\n');
    for (const { sql, line } of found) expect(lines[line - 1]).toContain(sql.split('\n', 1)[0]);
  });

  test('nothing but comments and semicolons holds no statement', () => {
    expect(splitStatements(';;\n-- only\n/* a comment */ ; \n', dialect)).toEqual([]);
  });

  test('what is left open reaches to the end', () => {
    expect(splitStatements("select 'a; select 2;", dialect)).toEqual([{ sql: "select 'a; select 2;", line: 1 }]);
  });
});

test('a semicolon between statements splits, whatever the case and the white space', () => {
  expect(splitStatements('CREATE TABLE t (a int);\r\nDROP TABLE t;select 1', 'postgres')).toEqual([
    { sql: 'CREATE TABLE t (a int)', line: 1 },
    { sql: 'DROP TABLE t', line: 2 },
    { sql: 'select 1', line: 2 },
  ]);
});

test('a comment that reads as code on one server is code there', () => {
  expect(splitStatements("select 1 # it's\n; select 2", 'mysql')).toHaveLength(2);
  expect(splitStatements('select 1 # 2; select 2', 'postgres')).toHaveLength(2);
});

test('a script of a megabyte splits without a deep stack', () => {
  const big = `insert into t values ('${'x;'.repeat(500_000)}')`;
  expect(splitStatements(`${big};select 1`, 'postgres').map((s) => s.sql.length)).toEqual([big.length, 8]);
});
