import { type RowsAgainst } from '../../model/facts.ts';
import { type ObjectId, objectId } from '../../model/id.ts';
import { type ForeignKey, type Index, idOf, type SchemaObject } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import { begins, keyClause } from './keys.ts';
import { idents, quote } from './quote.ts';
import { isPlain } from './taken-keys.ts';

type Objects = DriverContext['after'];

const onTable = (o: ForeignKey): string => `ALTER TABLE ${quote.name(o.schema, o.table)}`;

/** The constraint as ADD takes it. */
export function foreignKeyClause({ name, columns, references: to, onDelete, onUpdate }: ForeignKey): string {
  return [
    `CONSTRAINT ${quote.ident(name)} FOREIGN KEY (${idents(columns)})`,
    ` REFERENCES ${quote.name(to.schema, to.table)} (${idents(to.columns)})`,
    onDelete === undefined ? '' : ` ON DELETE ${onDelete.toUpperCase()}`,
    onUpdate === undefined ? '' : ` ON UPDATE ${onUpdate.toUpperCase()}`,
  ].join('');
}

/**
 * A key that the server once made by itself for a foreign key gives way to the one that it would make for this one, by another
 * name; the catalog does not tell such keys apart. What is made anew in the same statement is nobody's but ours. `served`:
 * whether such a key was there before.
 */
export function addForeignKey(object: ForeignKey, objects: Objects, served: boolean, context: DriverContext): string {
  const [own, ...others] = [...objects.values()].filter((o): o is Index => serves(o, object));
  const again = own !== undefined && others.length === 0 && served;
  const key =
    again && own.name.toLowerCase() !== object.name.toLowerCase()
      ? ` DROP KEY ${quote.ident(own.name)}, ADD ${keyClause(own, context)},`
      : '';
  return `${onTable(object)}${key} ADD ${foreignKeyClause(object)}`;
}

/** Whether one of the objects could be the key that the server made for a foreign key over the same columns. */
export function isServed(object: ForeignKey, objects: Objects): boolean {
  return [...objects.values()].some((o) => serves(o, object));
}

function serves(object: SchemaObject, { schema, table, columns }: ForeignKey): boolean {
  return (
    object.kind === 'index' &&
    object.schema === schema &&
    object.table === table &&
    object.parts.length === columns.length &&
    begins(object.parts, columns) &&
    isPlain(object)
  );
}

/** Rows whose key has no counterpart. */
export function orphans({ schema, table, columns, references: to }: ForeignKey): string {
  const filled = columns.map((c) => `c.${quote.ident(c)} IS NOT NULL`);
  const equal = columns.map((c, i) => `p.${quote.ident(to.columns[i] ?? '')} = c.${quote.ident(c)}`);
  const parent = `SELECT 1 FROM ${quote.name(to.schema, to.table)} p WHERE ${equal.join(' AND ')}`;
  return `SELECT c.* FROM ${quote.name(schema, table)} c WHERE ${filled.join(' AND ')} AND NOT EXISTS (${parent})`;
}

/** Fails (1242) when rows have no counterpart: two rows are no value. */
function proof(key: ForeignKey): string {
  return `SELECT IF(EXISTS (${orphans(key)}), (SELECT 1 UNION ALL SELECT 2), 0) AS orphans`;
}

const PROOF =
  /^SELECT IF\(EXISTS \((SELECT c\.\* FROM (`(?:[^`]|``)+`).*)\), \(SELECT 1 UNION ALL SELECT 2\), 0\) AS orphans$/s;

/** See `Dialect.provedBy`. */
export function provedBy(sql: string): RowsAgainst | null {
  const [, query, table] = PROOF.exec(sql) ?? [];
  if (query === undefined || table === undefined) return null;
  const object = objectId('table', '', table.slice(1, -1).replaceAll('``', '`'));
  return { object, message: 'has rows without a counterpart', query };
}

/**
 * The servers copy the table under a lock to look at its rows. With checks off they only note the key, from which on all that is
 * written is checked; what was there before is looked at afterwards, while everybody goes on working.
 * https://dev.mysql.com/doc/refman/9.0/en/innodb-online-ddl-operations.html#online-ddl-foreign-key-operations
 */
export function unchecked(add: string, key: ForeignKey): [string, string, string, string] {
  return ['SET SESSION foreign_key_checks = 0', add, 'SET SESSION foreign_key_checks = 1', proof(key)];
}

/** The same as steps, between which nothing else runs. */
export function uncheckedSteps(key: ForeignKey, draft: StepDraft): StepDraft[] {
  const chain = unchecked(draft.sql, key);
  const mark = (i: number): ObjectId => `unchecked-${i}:${idOf(key)}`;
  const { hazards = [], ...add } = draft;
  return chain.map((sql, i): StepDraft => {
    const own = sql === draft.sql ? add : { undo: [], locks: [], transaction: 'alone' as const };
    const last = i === chain.length - 1 ? { hazards, timeout: 0 } : {};
    const needs = i === 0 ? (draft.needs ?? []) : [mark(i - 1)];
    return { ...own, ...last, sql, needs, makes: [...(draft.makes ?? []), mark(i)] };
  });
}

/** What a foreign key may meet in the rows that are there. */
export function mayLackCounterparts(key: ForeignKey): NonNullable<StepDraft['hazards']> {
  const message = 'fails on rows without a counterpart';
  return [{ kind: 'may_fail_on_data', object: idOf(key), message, probe: orphans(key) }];
}

/** The two tables of a foreign key. */
export function tablesOf({ schema, table, references: to }: ForeignKey): ObjectId[] {
  return [objectId('table', schema, table), objectId('table', to.schema, to.table)];
}
