import { type Grants } from '../../model/access.ts';
import { columnId, idOf, type Kind, type SchemaObject } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext, type KindDriver } from '../dialect.ts';
import { DATABASE_ID } from './adopt.ts';
import { NO_LOCKS } from './locks.ts';
import { type AccessStep, grantable, grantSteps, holderOf, type Rights, rightsOf } from './privileges.ts';
import { quote } from './quote.ts';

const NOTHING: Rights = { items: [], grantors: new Set() };

/** What GRANT calls an object. */
function onText(object: SchemaObject): string {
  if (object.kind === 'database') return '*';
  const word = object.kind === 'function' ? (object.procedure ? 'PROCEDURE' : 'FUNCTION') : 'TABLE';
  return `${word} ${quote.name(object.schema, object.name)}`;
}

/** A driver that also sees to the privileges on what it makes, makes again, alters and renames. */
export function withAccess<K extends Kind>(driver: KindDriver<K>): KindDriver<K> {
  return {
    ...driver,
    create(object, context) {
      const all = grantable(object.kind, context.server);
      const wanted = rightsOf(object.grants, all, context.server);
      const { taken, given: won } = grantSteps(onText(object), leftTo(object, context), wanted, all);
      return [...driver.create(object, context), ...drafts([...won, ...taken], object)];
    },
    drop: (object, context) => driver.drop(object, context).map((s) => withGrantsInUndo(s, object, context)),
    alter(before, after, fields, context) {
      const others = fields.filter((f) => f !== 'grants');
      const alteration =
        others.length === 0 ? { how: 'steps' as const, steps: [] } : driver.alter(before, after, others, context);
      const all = grantable(after.kind, context.server);
      const rights = (grants: Grants | undefined): Rights => rightsOf(grants, all, context.server);
      const [present, wanted] = [rights(before.grants), rights(after.grants)];
      const left = leftTo(after, context, before);
      const { taken } = grantSteps(onText(after), present, wanted, all);
      const { taken: late } = grantSteps(onText(after), left, wanted, all);
      const { given: won } = grantSteps(onText(after), both(present, left), wanted, all);
      const first = drafts(taken, after, []);
      // A relation that is dropped leaves its privileges to the next of its name, a routine does not.
      if (alteration.how === 'replace') {
        return after.kind === 'function'
          ? alteration
          : { ...alteration, first: [...first, ...(alteration.first ?? [])] };
      }
      // MySQL makes a routine anew, and with that nobody may use it.
      if (alteration.steps.some(isGone)) {
        const steps = alteration.steps.map((s) => (isGone(s) ? withGrantsInUndo(s, before, context) : s));
        const again = drafts(given(after, context), after).map((s) => ({ ...s, undo: [] }));
        return { ...alteration, steps: [...steps, ...again] };
      }
      return { ...alteration, steps: [...first, ...alteration.steps, ...drafts([...won, ...late], after)] };
    },
    ...(driver.rename === undefined ? {} : { rename: renaming(driver.rename.bind(driver)) }),
  };
}

const isGone = ({ sql }: StepDraft): boolean => /^DROP (?:FUNCTION|PROCEDURE) /.test(sql);

/** Privileges are by name: they stay with the former one. */
function renaming<K extends Kind>(rename: NonNullable<KindDriver<K>['rename']>): NonNullable<KindDriver<K>['rename']> {
  return (before, after, context) => {
    const all = grantable(before.kind, context.server);
    const rights = rightsOf(before.grants, all, context.server);
    const left = leftTo(after, context);
    const { taken } = grantSteps(onText(before), rights, NOTHING, all);
    const { given: again, taken: late } = grantSteps(onText(after), left, rights, all);
    return [...drafts(taken, before), ...rename(before, after, context), ...drafts([...again, ...late], after, [])];
  };
}

function both(a: Rights, b: Rights): Rights {
  return { items: [...a.items, ...b.items], grantors: a.grantors.union(b.grantors) };
}

function given(object: SchemaObject, { server }: DriverContext): AccessStep[] {
  const all = grantable(object.kind, server);
  return grantSteps(onText(object), NOTHING, rightsOf(object.grants, all, server), all).given;
}

/**
 * What accounts may do with an object, or with columns that `before` has not, because others had that name: privileges stay when
 * what they are on goes. https://dev.mysql.com/doc/refman/9.0/en/drop-table.html
 */
function leftTo(object: SchemaObject, { server, after }: DriverContext, before?: SchemaObject): Rights {
  const all = grantable(object.kind, server);
  const { items, grantors } = rightsOf(after.get(DATABASE_ID)?.leftGrants?.[holderOf(object)], all, server);
  const there = new Set(before === undefined ? [] : columnsOf(before));
  const come = new Set(columnsOf(object).filter((name) => !there.has(name)));
  return {
    items: items.filter((i) => (i.column === undefined ? before === undefined : come.has(i.column.toLowerCase()))),
    grantors: before === undefined ? grantors : NOTHING.grantors,
  };
}

function columnsOf(object: SchemaObject): string[] {
  if (object.kind === 'view') return (object.columns ?? []).map((name) => name.toLowerCase());
  return object.kind === 'table' ? object.columns.map((c) => c.name.toLowerCase()) : [];
}

/** What is made again has the privileges that went with it. */
function withGrantsInUndo(step: StepDraft, object: SchemaObject, context: DriverContext): StepDraft {
  const statements = given(object, context).flatMap((s) => s.statements);
  const makes = isGone(step) || (step.ends?.includes(idOf(object)) ?? false);
  return makes && step.undo !== null ? { ...step, undo: [...step.undo, ...statements] } : step;
}

function drafts(steps: readonly AccessStep[], object: SchemaObject, columns?: readonly string[]): StepDraft[] {
  return steps.flatMap((step) => {
    const ids = (columns ?? step.columns).map((c) => columnId(object.schema, object.name, c));
    const needs = [idOf(object), ...(object.kind === 'table' ? ids : [])];
    return step.statements.map((text, i) => ({
      sql: text,
      undo: i === 0 ? step.undo : [],
      needs,
      locks: NO_LOCKS,
      transaction: 'alone' as const,
    }));
  });
}
