import { type ObjectId } from '../../model/id.ts';
import { idOf, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { notNullTarget } from './column-settings.ts';
import { columnTarget, tableTarget } from './columns.ts';
import { commentAgain, firstComment } from './comment.ts';
import { notNullId } from './names.ts';
import { primaryKeyIndex, primaryKeyTarget } from './primary-key.ts';

type Said = readonly [target: string, comment: string | undefined, made?: ObjectId | false];

/** Comments on a table and all within it; `made`: what comes after the table, and is to be there by then. */
function comments(table: Table): Said[] {
  const { schema, name, columns, primaryKey: key } = table;
  return [
    [tableTarget(table), table.comment],
    ...columns.map((c): Said => [columnTarget(table, c.name), c.comment]),
    ...columns.map((c): Said => {
      return [notNullTarget(table, c), c.notNullComment, c.notNullNotValid && notNullId(schema, name, c.name)];
    }),
    ...(key === undefined
      ? []
      : [
          [primaryKeyTarget(table, key), key.comment] as const,
          [primaryKeyIndex(table, key), key.indexComment] as const,
        ]),
  ];
}

/** The comments of a new table. */
export function firstTableComments(table: Table): StepDraft[] {
  const id = idOf(table);
  return comments(table).flatMap(([on, comment, made]) =>
    firstComment(on, comment, id).map((d) => ({ ...d, needs: [id, ...(made ? [made] : [])] })),
  );
}

/** The comments of a table that comes back. */
export function tableCommentsAgain(table: Table): string[] {
  return comments(table).flatMap(([on, comment]) => commentAgain(on, comment));
}
