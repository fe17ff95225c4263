import { objectId } from '../../../model/id.ts';
import { type Check, idOf } from '../../../model/object.ts';
import { type KindDriver } from '../../dialect.ts';
import { unwrap } from '../expression.ts';
import { comesWithTable, nameId } from '../keys.ts';
import { locks, NO_LOCKS } from '../locks.ts';
import { quote } from '../quote.ts';
import { readMembers } from '../read-tables.ts';

const onTable = (o: Check): string => `ALTER TABLE ${quote.name(o.schema, o.table)}`;
const tableId = (o: Check): string => objectId('table', o.schema, o.table);

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
        needs: [table],
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
  drop(object) {
    const table = tableId(object);
    return [
      {
        sql: dropCheck(object),
        undo: [`${onTable(object)} ADD ${checkClause(object)}`],
        ends: [idOf(object), nameId(object)],
        needs: [table],
        frees: [table],
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
