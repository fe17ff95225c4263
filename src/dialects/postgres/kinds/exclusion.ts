import { type Exclusion } from '../../../model/object.ts';
import { sql } from '../../../model/query.ts';
import { dropConstraint, onTable } from '../constraint.ts';
import { replay } from '../expression.ts';
import { plainDriver, present, rowsInScope } from '../plain-driver.ts';
import { quote } from '../quote.ts';
import { MANAGED_TABLE } from '../scope.ts';

interface Row {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly definition: string;
  readonly comment: string | null;
}

const plain = plainDriver<'exclusion'>({
  async read(session, context) {
    const rows = await rowsInScope<Row>(
      session,
      context,
      sql`SELECT n.nspname AS schema, c.relname AS table, k.conname AS name, pg_get_constraintdef(k.oid) AS definition,
                 obj_description(k.oid, 'pg_constraint') AS comment
          FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE k.contype = 'x' AND k.conparentid = 0 AND ${MANAGED_TABLE}
          ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C", k.conname COLLATE "C"`,
    );
    return rows.map(({ comment, ...row }): Exclusion => ({ kind: 'exclusion', ...row, ...present({ comment }) }));
  },
  target: (o) => `CONSTRAINT ${quote.ident(o.name)} ON ${quote.name(o.schema, o.table)}`,
  create: (o) => [`${onTable(o)} ADD CONSTRAINT ${quote.ident(o.name)} ${replay(o.definition)}`],
  rename: (before, after) =>
    `${onTable(after)} RENAME CONSTRAINT ${quote.ident(before.name)} TO ${quote.ident(after.name)}`,
});

/** https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-EXCLUDE */
export const exclusion: typeof plain = {
  ...plain,
  create(object, context) {
    const [first, ...rest] = plain.create(object, context);
    const add = first === undefined ? [] : [{ ...first, undo: [dropConstraint(object)] }];
    return [...add, ...rest];
  },
  drop: (object, context) => plain.drop(object, context).map((d) => ({ ...d, sql: dropConstraint(object) })),
};
