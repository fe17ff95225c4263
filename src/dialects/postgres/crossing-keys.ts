import { type Column, type ForeignKey, type Index, idOf, type Table } from '../../model/object.ts';
import { type LockMode, type StepDraft } from '../../model/step.ts';
import { type KeyCrossingSql } from '../dialect.ts';
import { asideName } from './aside.ts';
import { alterTable, identityClause } from './columns.ts';
import { deferrableClause, dropConstraint, onTable } from './constraint.ts';
import { identityMarks } from './identity-marks.ts';
import { foreignKeyAgain } from './kinds/foreign-key.ts';
import { dropIndex } from './kinds/table-index.ts';
import { locks } from './locks.ts';
import { identitySequenceName, primaryKeyName } from './names.ts';
import { tableId } from './needs.ts';
import { quote } from './quote.ts';

function withoutForeignKey(key: ForeignKey): string {
  return `${onTable(key)} DROP CONSTRAINT IF EXISTS ${quote.ident(key.name)}`;
}

function handOver(former: ForeignKey, built: ForeignKey): StepDraft[] {
  const [table, parent] = [
    tableId(former.schema, former.table),
    tableId(former.references.schema, former.references.table),
  ];
  return [
    {
      sql: dropConstraint(former),
      undo: foreignKeyAgain(former),
      undoCosts: `checks every row of ${former.table} while writes to ${table === parent ? 'it' : `both tables`} wait`,
      locks: locks('drop constraint', table, parent),
    },
    {
      sql: `${onTable(built)} RENAME CONSTRAINT ${quote.ident(built.name)} TO ${quote.ident(former.name)}`,
      undo: [withoutForeignKey(former)],
      locks: locks('rename', table),
      transaction: 'commits_after',
    },
  ];
}

/** https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX */
function primaryKey(table: Table, index: Index, pointing: readonly ForeignKey[]): StepDraft[] {
  const key = table.primaryKey;
  if (key === undefined) return [];
  const name = quote.ident(primaryKeyName(table.name, key.name));
  return [
    {
      sql: `${alterTable(table)} ADD CONSTRAINT ${name} PRIMARY KEY USING INDEX ${quote.ident(index.name)}${deferrableClause(key.deferrable)}`,
      undo: [...pointing.map(withoutForeignKey), `${alterTable(table)} DROP CONSTRAINT ${name}`],
      undoCosts: `the former primary key of ${table.name} is built anew afterwards, while reads and writes wait`,
      locks: locks('add primary key', idOf(table)),
    },
  ];
}

/** The former sequence is renamed first: that locks it, so that nobody takes a value that the other one gives again. */
function identity(table: Table, from: Column, to: Column): StepDraft[] {
  const [there, back] = [handed(table, from, to), handed(table, to, from)];
  const marks = identityMarks(table, null, from).map((d) => d.sql);
  return there.map((sql, i) => ({
    sql,
    undo: i < there.length - 1 ? [] : [...back, ...marks],
    locks: locks('alter column', idOf(table)),
  }));
}

function handed(table: Table, from: Column, to: Column): string[] {
  const [former, own] = [from, to].map((c) => identitySequenceName(table, c));
  const aside = quote.name(table.schema, asideName(former ?? '', 'old'));
  const alter = (column: Column): string => `${alterTable(table)} ALTER COLUMN ${quote.ident(column.name)}`;
  return [
    `ALTER SEQUENCE ${quote.name(table.schema, former ?? '')} RENAME TO ${quote.ident(asideName(former ?? '', 'old'))}`,
    `${alter(to)} ADD ${identityClause(to.identity ?? { mode: 'always' })}`,
    `SELECT setval(${quote.literal(quote.name(table.schema, own ?? ''))}, last_value, is_called) FROM ${aside}`,
    `${alter(from)} DROP IDENTITY`,
  ];
}

/** It waits at most half of `deadlock_timeout` as it usually is: https://www.postgresql.org/docs/current/runtime-config-locks.html */
function lock(tables: readonly Table[], mode: LockMode): StepDraft {
  const names = tables.map(({ schema, name }) => quote.name(schema, name));
  const hurry =
    "PERFORM set_config('lock_timeout', least(nullif(setting, '0')::integer, 500)::text, true) FROM pg_settings WHERE name = 'lock_timeout'";
  return {
    sql: `DO $dbops$ BEGIN ${hurry}; LOCK TABLE ${names.join(', ')} IN ${mode.toUpperCase()} MODE; END $dbops$`,
    undo: [],
    locks: tables.map((t) => ({ object: idOf(t), mode })),
  };
}

export const keys: KeyCrossingSql = {
  withoutIndex: (index) => dropIndex(index, { ifExists: true }),
  lock,
  withoutForeignKey,
  handOver,
  primaryKey,
  identity,
};
