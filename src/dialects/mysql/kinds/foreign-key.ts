import { type ObjectId } from '../../../model/id.ts';
import { type ForeignKey, idOf, type SchemaObject } from '../../../model/object.ts';
import { type StepDraft } from '../../../model/step.ts';
import { type KindDriver } from '../../dialect.ts';
import { columnTypeId } from '../dependencies.ts';
import { columnIds, nameId, serving } from '../keys.ts';
import { locks, NO_LOCKS } from '../locks.ts';
import { quote } from '../quote.ts';
import { readMembers } from '../read-tables.ts';
import { engineId } from '../table-options.ts';
import { addForeignKey, isServed, mayLackCounterparts, tablesOf, unchecked, uncheckedSteps } from '../unchecked.ts';

const dropSql = (o: ForeignKey): string =>
  `ALTER TABLE ${quote.name(o.schema, o.table)} DROP FOREIGN KEY ${quote.ident(o.name)}`;

/** The tables and columns of both sides with their engines and types, and whatever serves the key there. */
function used(key: ForeignKey, objects: readonly SchemaObject[]): ObjectId[] {
  const { schema, table, columns, references: to } = key;
  return [
    ...tablesOf(key),
    ...[table, to.table].map(engineId),
    ...columnIds(schema, table, columns),
    ...columnIds(to.schema, to.table, to.columns),
    ...columns.map((c) => columnTypeId(table, c)),
    ...to.columns.map((c) => columnTypeId(to.table, c)),
    ...serving(objects, { schema, table, columns }),
    ...serving(objects, to),
  ];
}

/** https://dev.mysql.com/doc/refman/9.0/en/create-table-foreign-keys.html */
export const foreignKey: KindDriver<'foreign_key'> = {
  read: (session, context) => readMembers(session, context, 'foreign_key'),
  create(object, context) {
    const [table = '', parent = ''] = tablesOf(object);
    const fresh = context.isNew(table);
    const step: StepDraft = {
      sql: addForeignKey(object, context.after, isServed(object, context.before), context),
      undo: [dropSql(object)],
      makes: [idOf(object), nameId(object)],
      needs: used(object, [...context.after.values()]),
      locks: fresh ? NO_LOCKS : locks('inplace', table, parent),
      transaction: 'alone',
      hazards: fresh ? [] : mayLackCounterparts(object),
    };
    return fresh ? [step] : uncheckedSteps(object, step);
  },
  drop(object, context) {
    const [table = '', parent = ''] = tablesOf(object);
    const add = addForeignKey(object, context.before, isServed(object, context.after), context);
    return [
      {
        sql: dropSql(object),
        undo: context.after.has(table) ? unchecked(add, object) : [add],
        ends: [idOf(object), nameId(object)],
        needs: [table],
        frees: used(object, [...context.before.values()]),
        locks: locks('instant', table, parent),
        transaction: 'alone',
      },
    ];
  },
  alter: () => ({ how: 'replace' }),
};
