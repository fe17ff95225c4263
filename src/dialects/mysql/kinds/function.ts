import { idOf, type Routine } from '../../../model/object.ts';
import { type StepDraft } from '../../../model/step.ts';
import { type DriverContext, type KindDriver } from '../../dialect.ts';
import { NO_LOCKS } from '../locks.ts';
import { quote } from '../quote.ts';
import { readRoutines } from '../read-routines.ts';
import { codeNameId, commentText, databaseIds, definerClause, settledSteps, underSettings } from '../stored.ts';

function target({ procedure, schema, name }: Routine): string {
  return `${procedure ? 'PROCEDURE' : 'FUNCTION'} ${quote.name(schema, name)}`;
}

function create(object: Routine, replace = false): string {
  const { aggregate, returns, dataAccess, deterministic, securityInvoker, comment, body = '', definer } = object;
  return [
    `CREATE ${replace ? 'OR REPLACE ' : ''}${definerClause(definer)}${aggregate ? 'AGGREGATE ' : ''}${target(object)}(${object.arguments ?? ''})`,
    returns === undefined ? '' : ` RETURNS ${returns}`,
    dataAccess === undefined ? '' : `\n  ${dataAccess.toUpperCase()}`,
    deterministic ? '\n  DETERMINISTIC' : '',
    securityInvoker ? '\n  SQL SECURITY INVOKER' : '',
    comment === undefined ? '' : `\n  COMMENT ${commentText(comment, object.settings)}`,
    `\n${body}`,
  ].join('');
}

/** https://dev.mysql.com/doc/refman/9.0/en/create-procedure.html, https://mariadb.com/kb/en/create-function/ */
export const routine: KindDriver<'function'> = {
  async read(session, context) {
    const found = await readRoutines(session, context);
    return found.flatMap((r) => (r.routine === null ? [] : [r.routine]));
  },
  create: (object) =>
    settledSteps(object, {
      sql: create(object),
      undo: [`DROP ${target(object)}`],
      makes: [idOf(object), codeNameId(object)],
      needs: databaseIds(object),
      locks: NO_LOCKS,
      transaction: 'alone',
    }),
  drop: (object, context) => [
    { ...dropStep(object, context), ends: [idOf(object), codeNameId(object)], frees: databaseIds(object) },
  ],
  alter(before, after, _fields, context) {
    if (before.databaseCollation !== after.databaseCollation) return { how: 'replace' };
    // What calls it may not fit any more.
    if (before.arguments !== after.arguments || before.returns !== after.returns) return { how: 'replace' };
    const object = { ...after, definer: after.definer ?? before.definer };
    const id = idOf(after);
    const common = { makes: [], locks: NO_LOCKS, transaction: 'alone' } as const;
    if (context.server.product === 'mariadb') {
      const undo = underSettings(before.settings, create(before, true));
      return { how: 'steps', steps: settledSteps(object, { ...common, sql: create(object, true), undo, needs: [id] }) };
    }
    // Views that call it find it again by its name.
    const gap = `gap:${id}`;
    const steps = [
      { ...dropStep(before, context), makes: [gap] },
      ...settledSteps(object, { ...common, sql: create(object), undo: [`DROP ${target(object)}`], needs: [gap] }),
    ];
    return { how: 'steps', steps };
  },
};

function dropStep(object: Routine, { after }: DriverContext): StepDraft {
  const id = idOf(object);
  const message = `the routine ${object.name} is gone for a moment`;
  return {
    sql: `DROP ${target(object)}`,
    undo: underSettings(object.settings, create(object)),
    locks: NO_LOCKS,
    transaction: 'alone',
    hazards: after.has(id) ? [{ kind: 'breaks_readers', object: id, message }] : [],
  };
}
