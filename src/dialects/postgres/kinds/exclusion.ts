import { type Exclusion, idOf } from '../../../model/object.ts';
import { raw, sql } from '../../../model/query.ts';
import { commentOn } from '../comment.ts';
import { dropConstraint, onTable } from '../constraint.ts';
import { replay } from '../expression.ts';
import { indexTarget, KEY_INDEX, type KeyIndexRow, keyIndexOf, storageStatements } from '../index-storage.ts';
import { constraintId } from '../names.ts';
import { tableId } from '../needs.ts';
import { plainDriver, present, rowsInScope } from '../plain-driver.ts';
import { quote } from '../quote.ts';
import { MANAGED_TABLE } from '../scope.ts';
import { keptMarks, marksAgain } from '../table-settings.ts';

interface Row extends KeyIndexRow {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly definition: string;
  readonly comment: string | null;
}

function indexStatements(after: Exclusion, before: Partial<Exclusion>): string[] {
  const target = indexTarget(after);
  const same = before.indexComment === after.indexComment;
  return [...storageStatements(target, before, after), ...(same ? [] : [commentOn(target, after.indexComment)])];
}

const plain = plainDriver<'exclusion'>({
  async read(session, context) {
    const rows = await rowsInScope<Row>(
      session,
      context,
      sql`SELECT n.nspname AS schema, c.relname AS table, k.conname AS name, pg_get_constraintdef(k.oid) AS definition,
                 obj_description(k.oid, 'pg_constraint') AS comment, ${raw(KEY_INDEX)}
          FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
          JOIN pg_index i ON i.indexrelid = k.conindid
          WHERE k.contype = 'x' AND k.conparentid = 0 AND ${MANAGED_TABLE}
          ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C", k.conname COLLATE "C"`,
    );
    return rows.map((row): Exclusion => {
      const { schema, table, name, definition, comment } = row;
      // The definition tells the storage parameters.
      const { options: _, ...index } = keyIndexOf(row);
      return { kind: 'exclusion', schema, table, name, definition, ...index, ...present({ comment }) };
    });
  },
  target: (o) => `CONSTRAINT ${quote.ident(o.name)} ON ${quote.name(o.schema, o.table)}`,
  create: (o) => [
    `${onTable(o)} ADD CONSTRAINT ${quote.ident(o.name)} ${replay(o.definition)}`,
    ...indexStatements(o, {}),
  ],
  change: (before, after) => (before.definition === after.definition ? indexStatements(after, before) : null),
  rename: (before, after) =>
    `${onTable(after)} RENAME CONSTRAINT ${quote.ident(before.name)} TO ${quote.ident(after.name)}`,
});

/** https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-EXCLUDE */
export const exclusion: typeof plain = {
  ...plain,
  create(object, context) {
    const [first, ...rest] = plain.create(object, context);
    const add =
      first === undefined
        ? []
        : [{ ...first, undo: [dropConstraint(object)], makes: [...(first.makes ?? []), constraintId(object)] }];
    const table = tableId(object.schema, object.table);
    return [...add, ...rest, ...marksAgain(context, table, object.name, idOf(object))];
  },
  drop(object, context) {
    const marks = keptMarks(context, tableId(object.schema, object.table), object.name);
    const sql = dropConstraint(object);
    return plain.drop(object, context).map((d) => ({
      ...d,
      sql,
      undo: [...(d.undo ?? []), ...marks],
      ends: [...(d.ends ?? []), constraintId(object)],
    }));
  },
};
