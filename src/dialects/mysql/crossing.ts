import { objectId } from '../../model/id.ts';
import { type Check, columnId, idOf, type SchemaObject, type Table, type Trigger } from '../../model/object.ts';
import { type Kept, type RowNames, SYNC, type Sync } from '../../model/sync.ts';
import { type CrossingSql } from '../dialect.ts';
import { alterTable } from './alter-table.ts';
import { checkClause } from './kinds/check.ts';
import { locks } from './locks.ts';
import { quote } from './quote.ts';

/** A value over the row that is about to be written. */
function computed(value: string, row: RowNames, table: string): string {
  const columns = row.map(([name, column]) => `NEW.${quote.ident(column)} AS ${quote.ident(name)}`);
  return columns.length === 0
    ? `(${value})`
    : `(SELECT ${value} FROM (SELECT ${columns.join(', ')}) AS ${quote.ident(table)})`;
}

/**
 * The triggers that keep columns up with each other; they change nothing but the row at hand.
 * https://dev.mysql.com/doc/refman/9.0/en/trigger-syntax.html
 */
function sync({ schema, table, mark, news, olds, up, down }: Sync): SchemaObject[] {
  const field = ({ column }: Kept): string => `NEW.${quote.ident(column)}`;
  const set = (row: RowNames) => (kept: Kept) => `SET ${field(kept)} = ${computed(kept.value, row, table)};`;
  const changed = (list: readonly Kept[]): string =>
    list.map((k) => `NOT (${field(k)} <=> OLD.${quote.ident(k.column)})`).join(' OR ');
  const empty = (list: readonly Kept[]): string => list.map((k) => `${field(k)} IS NULL`).join(' AND ');
  const fill = (list: readonly Kept[], row: RowNames): string[] =>
    list.map((k) => `IF ${field(k)} IS NULL THEN ${set(row)(k)} END IF;`);
  const ups = news.map(set(up)).join(' ');
  const downs = olds.map(set(down)).join(' ');
  const both = news.length > 0 && olds.length > 0;
  const alone = [...fill(news, up), ...fill(olds, down)];
  const bodies = {
    insert: both ? [`IF ${empty(news)} THEN ${ups} ELSE ${downs} END IF;`] : alone,
    update: both
      ? [
          `IF ${changed(news)} THEN ${downs}`,
          `ELSEIF ${changed(olds)} THEN ${ups}`,
          `ELSE ${fill(news, up).join(' ')} END IF;`,
        ]
      : alone,
  };
  return (['insert', 'update'] as const).map(
    (event): Trigger => ({
      kind: 'trigger',
      schema,
      table,
      name: `${SYNC}${mark}_${event}`,
      timing: 'before',
      events: [event],
      forEach: 'row',
      execute: ['BEGIN', ...bodies[event].map((l) => `  ${l}`), 'END'].join('\n'),
      dependsOn: [objectId('table', schema, table)],
    }),
  );
}

type Renames = readonly (readonly [from: string, to: string])[];

function swapped(table: Table, renames: Renames, gone: readonly string[], back: readonly string[]): string {
  const moves = renames.map(([from, to]) => `RENAME COLUMN ${quote.ident(from)} TO ${quote.ident(to)}`);
  return `${alterTable(table)} ${[...gone, ...moves, ...back].join(', ')}`;
}

const dropped = ({ name }: Check): string => `DROP CHECK ${quote.ident(name)}`;
const added = (check: Check): string => `ADD ${checkClause(check)}`;

/** https://dev.mysql.com/doc/refman/9.0/en/rename-table.html: several names change at once, or none. */
const standIn: NonNullable<CrossingSql['formerName']['standIn']> = (former, table, view, names) => {
  const name = (of: string): string => quote.name(former.schema, of);
  const rename = (...pairs: readonly (readonly [from: string, to: string])[]): string =>
    `RENAME TABLE ${pairs.map(([from, to]) => `${name(from)} TO ${name(to)}`).join(', ')}`;
  const alone = { undo: [], transaction: 'alone' } as const;
  const [id, to] = [idOf(former), name(table.name)];
  return [
    { ...alone, sql: `CREATE TABLE ${to} LIKE ${name(former.name)}` },
    { ...alone, sql: `CREATE VIEW ${name(names.view)} AS\n${view.query}` },
    {
      sql: rename([table.name, names.table], [former.name, table.name], [names.view, former.name]),
      undo: [rename([former.name, names.view], [table.name, former.name]), `DROP VIEW ${name(names.view)}`],
      ends: [id],
      makes: [idOf(table), idOf(view)],
      locks: locks('rename', id),
      transaction: 'alone',
    },
    { ...alone, sql: `DROP TABLE ${name(names.table)}` },
  ];
};

/** https://dev.mysql.com/doc/refman/9.0/en/lock-tables.html: DDL on a table that is locked for writing keeps the lock. */
export const crossing: CrossingSql = {
  sync,
  formerName: { lost: 'TRUNCATE and whatever alters tables', standIn },
  apart: {
    // MySQL 3959 and 3837; MariaDB words checks anew by itself, and has no index over an expression.
    binds: (o, { product }) =>
      product === 'mysql' && (o.kind === 'check' || o.parts.some((p) => p.expression !== undefined)),
    swap: (table, renames, { gone, back }) => ({
      sql: swapped(
        table,
        renames,
        gone.map(dropped),
        back.map((o) => added({ ...o, notEnforced: true })),
      ),
      undo: [
        swapped(
          table,
          renames.map(([from, to]) => [to, from] as const),
          back.map(dropped),
          gone.map(added),
        ),
      ],
      makes: renames.map(([, to]) => columnId(table.schema, table.name, to)),
      locks: locks('instant', idOf(table)),
      transaction: 'alone',
    }),
    hold: (table) => {
      const lock = `LOCK TABLES ${quote.name(table.schema, table.name)} WRITE`;
      const held = { locks: locks('rename', idOf(table)), transaction: 'alone' } as const;
      return [
        { ...held, sql: lock, undo: ['UNLOCK TABLES'] },
        { ...held, sql: 'UNLOCK TABLES', undo: [lock] },
      ];
    },
  },
};
