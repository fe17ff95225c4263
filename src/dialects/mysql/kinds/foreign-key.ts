import { type ObjectId, objectId } from '../../../model/id.ts';
import { type ForeignKey, type Index, idOf, type SchemaObject } from '../../../model/object.ts';
import { type DriverContext, type KindDriver } from '../../dialect.ts';
import { columnTypeId } from '../dependencies.ts';
import { begins, columnIds, keyClause, nameId, serving } from '../keys.ts';
import { locks, NO_LOCKS } from '../locks.ts';
import { idents, quote } from '../quote.ts';
import { readMembers } from '../read-tables.ts';
import { isPlain } from '../taken-keys.ts';

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
 * name; the catalog does not tell such keys apart. What is made anew in the same statement is nobody's but ours.
 */
function addSql(object: ForeignKey, now: Objects, then: Objects, context: DriverContext): string {
  const [own, ...others] = [...now.values()].filter((o): o is Index => serves(o, object));
  const was = [...then.values()].some((o) => serves(o, object));
  const again = own !== undefined && others.length === 0 && was && own.name.toLowerCase() !== object.name.toLowerCase();
  const key = again ? ` DROP KEY ${quote.ident(own.name)}, ADD ${keyClause(own, context)},` : '';
  return `${onTable(object)}${key} ADD ${foreignKeyClause(object)}`;
}

/** Whether an object could be the key that the server made for a foreign key over the same columns. */
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
function orphans({ schema, table, columns, references: to }: ForeignKey): string {
  const filled = columns.map((c) => `c.${quote.ident(c)} IS NOT NULL`);
  const equal = columns.map((c, i) => `p.${quote.ident(to.columns[i] ?? '')} = c.${quote.ident(c)}`);
  const parent = `SELECT 1 FROM ${quote.name(to.schema, to.table)} p WHERE ${equal.join(' AND ')}`;
  return `SELECT c.* FROM ${quote.name(schema, table)} c WHERE ${filled.join(' AND ')} AND NOT EXISTS (${parent})`;
}

/** The tables and columns of both sides with their types, and whatever serves the key there. */
function used({ schema, table, columns, references: to }: ForeignKey, objects: readonly SchemaObject[]): ObjectId[] {
  return [
    objectId('table', schema, table),
    objectId('table', to.schema, to.table),
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
    const [id, table] = [idOf(object), objectId('table', object.schema, object.table)];
    const parent = objectId('table', object.references.schema, object.references.table);
    const fresh = context.isNew(table);
    return [
      {
        sql: addSql(object, context.after, context.before, context),
        undo: [`${onTable(object)} DROP FOREIGN KEY ${quote.ident(object.name)}`],
        makes: [id, nameId(object)],
        needs: used(object, [...context.after.values()]),
        locks: fresh ? NO_LOCKS : locks('copy', table, parent),
        transaction: 'alone',
        hazards: fresh
          ? []
          : [
              {
                kind: 'blocks_writes',
                object: table,
                message: `blocks writes to ${object.table} while its rows are checked`,
              },
              {
                kind: 'may_fail_on_data',
                object: id,
                message: 'fails on rows without a counterpart',
                probe: orphans(object),
              },
            ],
      },
    ];
  },
  drop(object, context) {
    const parent = objectId('table', object.references.schema, object.references.table);
    return [
      {
        sql: `${onTable(object)} DROP FOREIGN KEY ${quote.ident(object.name)}`,
        undo: [addSql(object, context.before, context.after, context)],
        ends: [idOf(object), nameId(object)],
        needs: [objectId('table', object.schema, object.table)],
        frees: used(object, [...context.before.values()]),
        locks: locks('instant', objectId('table', object.schema, object.table), parent),
        transaction: 'alone',
      },
    ];
  },
  alter: () => ({ how: 'replace' }),
};
