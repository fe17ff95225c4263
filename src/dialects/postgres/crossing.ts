import { objectId } from '../../model/id.ts';
import { idOf, type Routine, type SchemaObject, type Trigger } from '../../model/object.ts';
import { type Kept, type RowNames, SYNC, type Sync } from '../../model/sync.ts';
import { type CrossingSql } from '../dialect.ts';
import { keys } from './crossing-keys.ts';
import { quote } from './quote.ts';

/** A value over the row that is about to be written. */
function computed(value: string, row: RowNames, table: string): string {
  const columns = row.map(([name, column]) => `NEW.${quote.ident(column)} AS ${quote.ident(name)}`);
  return columns.length === 0
    ? `(SELECT ${value})`
    : `(SELECT ${value} FROM (SELECT ${columns.join(', ')}) AS ${quote.ident(table)})`;
}

/**
 * The function and the trigger that keep columns up with each other. It changes nothing but the row at hand, so that it never calls
 * itself; its name puts it behind most others of the table: https://www.postgresql.org/docs/current/trigger-definition.html
 */
function sync({ schema, table, mark, news, olds, up, down }: Sync): SchemaObject[] {
  const name = `${SYNC}${mark}`;
  const field = ({ column }: Kept): string => `NEW.${quote.ident(column)}`;
  const set = (row: RowNames) => (kept: Kept) => `${field(kept)} := ${computed(kept.value, row, table)};`;
  const changed = (list: readonly Kept[]): string =>
    list.map((k) => `${field(k)} IS DISTINCT FROM OLD.${quote.ident(k.column)}`).join(' OR ');
  const empty = (list: readonly Kept[]): string => list.map((k) => `${field(k)} IS NULL`).join(' AND ');
  const fill = (list: readonly Kept[], row: RowNames): string[] =>
    list.map((k) => `IF ${field(k)} IS NULL THEN ${set(row)(k)} END IF;`);
  const ups = news.map(set(up));
  const downs = olds.map(set(down));
  const both = news.length > 0 && olds.length > 0;
  const lines = both
    ? [
        "IF TG_OP = 'INSERT' THEN",
        `  IF ${empty(news)} THEN ${ups.join(' ')} ELSE ${downs.join(' ')} END IF;`,
        `ELSIF ${changed(news)} THEN`,
        ...downs.map((l) => `  ${l}`),
        `ELSIF ${changed(olds)} THEN`,
        ...ups.map((l) => `  ${l}`),
        'ELSE',
        ...fill(news, up).map((l) => `  ${l}`),
        'END IF;',
      ]
    : [...fill(news, up), ...fill(olds, down)];
  const routine: Routine = {
    kind: 'function',
    schema,
    name,
    signature: '',
    returns: 'trigger',
    language: 'plpgsql',
    body: [
      '',
      '#variable_conflict use_column',
      'BEGIN',
      ...lines.map((l) => `  ${l}`),
      '  RETURN NEW;',
      'END',
      '',
    ].join('\n'),
  };
  const trigger: Trigger = {
    kind: 'trigger',
    schema,
    table,
    name: `zz_${name}`,
    timing: 'before',
    events: ['insert', 'update'],
    forEach: 'row',
    execute: `${quote.name(schema, name)}()`,
    dependsOn: [objectId('table', schema, table), idOf(routine)],
  };
  return [routine, trigger];
}

/** https://www.postgresql.org/docs/current/sql-createview.html#SQL-CREATEVIEW-UPDATABLE-VIEWS */
export const crossing: CrossingSql = {
  sync,
  keys,
  formerName: {
    // Elsewhere with the rights of its owner, and with the policies that are for that one.
    options: ({ number }) => (number >= 150_000 ? { security_invoker: 'true' } : undefined),
    lost: 'TRUNCATE, COPY, ON CONFLICT ON CONSTRAINT, system columns and pg_get_serial_sequence',
  },
};
