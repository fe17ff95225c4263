import { type Hazard } from '../../../model/hazard.ts';
import { type ObjectId, objectId } from '../../../model/id.ts';
import { type Check, idOf, type Table } from '../../../model/object.ts';
import { type DriverContext, type KindDriver } from '../../dialect.ts';
import { columnTypeId } from '../dependencies.ts';
import { columnsIn, unwrap } from '../expression.ts';
import { columnIds, comesWithTable, nameId } from '../keys.ts';
import { locks, NO_LOCKS } from '../locks.ts';
import { quote } from '../quote.ts';
import { readMembers } from '../read-tables.ts';

const onTable = (o: Check): string => `ALTER TABLE ${quote.name(o.schema, o.table)}`;
const tableId = (o: Check): ObjectId => objectId('table', o.schema, o.table);

/** The constraint as CREATE TABLE and ADD take it. */
export function checkClause({ name, expression, notEnforced }: Check): string {
  return `CONSTRAINT ${quote.ident(name)} CHECK (${unwrap(expression)})${notEnforced ? ' NOT ENFORCED' : ''}`;
}

/** Rows that a check would refuse. */
function probe(o: Check): string {
  return `SELECT * FROM ${quote.name(o.schema, o.table)} WHERE NOT (${unwrap(o.expression)})`;
}

function failing(o: Check): Hazard {
  return { kind: 'may_fail_on_data', object: idOf(o), message: 'fails on rows that violate it', probe: probe(o) };
}

/** The checks that one statement adds or drops: all of a table that come, go or say something else, as each statement looks through the rows. */
function alongWith(object: Check, own: DriverContext['after'], other: DriverContext['after']): readonly Check[] {
  const isOther = (o: Check): boolean => {
    const there = other.get(idOf(o));
    return there?.kind !== 'check' || there.expression !== o.expression;
  };
  if (!isOther(object)) return [object];
  return [...own.values()].filter(
    (o): o is Check => o.kind === 'check' && tableId(o) === tableId(object) && isOther(o),
  );
}

const clauses = (verb: 'ADD' | 'DROP', checks: readonly Check[]): string =>
  checks.map((o) => (verb === 'ADD' ? `ADD ${checkClause(o)}` : `DROP CONSTRAINT ${quote.ident(o.name)}`)).join(', ');

/** The columns that a check mentions, and their types: the server may refuse it, or print it in other words, over others. */
function columnsOf(check: Check, objects: DriverContext['after']): ObjectId[] {
  const table = objects.get(tableId(check)) as Table | undefined;
  const columns = columnsIn(check.expression, table?.columns.map((c) => c.name) ?? []);
  return [...columns.map((c) => columnTypeId(check.table, c)), ...columnIds(check.schema, check.table, columns)];
}

/** https://dev.mysql.com/doc/refman/9.0/en/create-table-check-constraints.html, https://mariadb.com/kb/en/constraint/ */
export const check: KindDriver<'check'> = {
  read: (session, context) => readMembers(session, context, 'check'),
  create(object, context) {
    const table = tableId(object);
    const along = comesWithTable(object, context) ? [] : alongWith(object, context.after, context.before);
    if (along.length === 0 || idOf(along[0] ?? object) !== idOf(object)) return [];
    const enforced = along.filter((o) => !o.notEnforced);
    const message = `blocks writes to ${object.table} while its rows are checked`;
    return [
      {
        sql: `${onTable(object)} ${clauses('ADD', along)}`,
        undo: [`${onTable(object)} ${clauses('DROP', along)}`],
        makes: along.flatMap((o) => [idOf(o), nameId(o)]),
        needs: [table, ...along.flatMap((o) => columnsOf(o, context.after))],
        locks: enforced.length === 0 ? NO_LOCKS : locks('copy', table),
        transaction: 'alone',
        hazards: [
          ...(enforced.length === 0 ? [] : [{ kind: 'blocks_writes', object: table, message } as const]),
          ...enforced.map(failing),
        ],
      },
    ];
  },
  drop(object, context) {
    const table = tableId(object);
    const along = alongWith(object, context.before, context.after);
    if (idOf(along[0] ?? object) !== idOf(object)) return [];
    return [
      {
        sql: `${onTable(object)} ${clauses('DROP', along)}`,
        undo: [`${onTable(object)} ${clauses('ADD', along)}`],
        ends: along.flatMap((o) => [idOf(o), nameId(o)]),
        needs: [table],
        frees: [table, ...along.flatMap((o) => columnsOf(o, context.before))],
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
          hazards: after.notEnforced ? [] : [failing(after)],
        },
      ],
    };
  },
};
