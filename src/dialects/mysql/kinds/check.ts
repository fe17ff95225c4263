import { type ObjectId, objectId } from '../../../model/id.ts';
import { type Check, idOf, type Table } from '../../../model/object.ts';
import { type DriverContext, type KindDriver } from '../../dialect.ts';
import { columnTypeId } from '../dependencies.ts';
import { columnsIn, unwrap } from '../expression.ts';
import { comesWithTable, nameId } from '../keys.ts';
import { locks, NO_LOCKS } from '../locks.ts';
import { quote } from '../quote.ts';
import { readMembers } from '../read-tables.ts';

const onTable = (o: Check): string => `ALTER TABLE ${quote.name(o.schema, o.table)}`;
const tableId = (o: Check): ObjectId => objectId('table', o.schema, o.table);

/** The constraint as CREATE TABLE and ADD take it. */
export function checkClause({ name, expression, notEnforced }: Check): string {
  return `CONSTRAINT ${quote.ident(name)} CHECK (${unwrap(expression)})${notEnforced ? ' NOT ENFORCED' : ''}`;
}

function dropCheck(object: Check): string {
  return `${onTable(object)} DROP CONSTRAINT ${quote.ident(object.name)}`;
}

/** Rows that a check would refuse. */
function probe(o: Check): string {
  return `SELECT * FROM ${quote.name(o.schema, o.table)} WHERE NOT (${unwrap(o.expression)}) LIMIT 10`;
}

/** The types of the columns that a check mentions: the server may refuse it, or print it in other words, over others. */
function columnTypes(check: Check, objects: DriverContext['after']): ObjectId[] {
  const table = objects.get(tableId(check)) as Table | undefined;
  const columns = columnsIn(check.expression, table?.columns.map((c) => c.name) ?? []);
  return columns.map((c) => columnTypeId(check.table, c));
}

/** https://dev.mysql.com/doc/refman/9.0/en/create-table-check-constraints.html, https://mariadb.com/kb/en/constraint/ */
export const check: KindDriver<'check'> = {
  read: (session, context) => readMembers(session, context, 'check'),
  create(object, context) {
    const [id, table] = [idOf(object), tableId(object)];
    if (comesWithTable(object, context)) return [];
    return [
      {
        sql: `${onTable(object)} ADD ${checkClause(object)}`,
        undo: [dropCheck(object)],
        makes: [id, nameId(object)],
        needs: [table, ...columnTypes(object, context.after)],
        locks: object.notEnforced ? NO_LOCKS : locks('copy', table),
        transaction: 'alone',
        hazards: object.notEnforced
          ? []
          : [
              {
                kind: 'blocks_writes',
                object: table,
                message: `blocks writes to ${object.table} while its rows are checked`,
              },
              { kind: 'may_fail_on_data', object: id, message: 'fails on rows that violate it', probe: probe(object) },
            ],
      },
    ];
  },
  drop(object, context) {
    const table = tableId(object);
    return [
      {
        sql: dropCheck(object),
        undo: [`${onTable(object)} ADD ${checkClause(object)}`],
        ends: [idOf(object), nameId(object)],
        needs: [table],
        frees: [table, ...columnTypes(object, context.before)],
        locks: locks('instant', table),
        transaction: 'alone',
      },
    ];
  },
  alter(before, after, fields) {
    if (fields.length !== 1 || fields[0] !== 'notEnforced') return { how: 'replace' };
    const [id, table] = [idOf(after), tableId(after)];
    const turn = (o: Check): string =>
      `${onTable(o)} ALTER CHECK ${quote.ident(o.name)} ${o.notEnforced ? 'NOT ENFORCED' : 'ENFORCED'}`;
    return {
      how: 'steps',
      steps: [
        {
          sql: turn(after),
          undo: [turn(before)],
          needs: [id],
          locks: locks(after.notEnforced ? 'instant' : 'copy', table),
          transaction: 'alone',
          hazards: after.notEnforced
            ? []
            : [{ kind: 'may_fail_on_data', object: id, message: 'fails on rows that violate it', probe: probe(after) }],
        },
      ],
    };
  },
};
