import { type Hazard } from '../../../model/hazard.ts';
import { type EnumType, idOf } from '../../../model/object.ts';
import { sql } from '../../../model/query.ts';
import { type StepDraft } from '../../../model/step.ts';
import { type KindDriver } from '../../dialect.ts';
import { changedComment, commentAgain, firstComment } from '../comment.ts';
import { NO_LOCKS } from '../locks.ts';
import { schemaId } from '../needs.ts';
import { quote } from '../quote.ts';
import { notOwned, USER_SCHEMAS } from '../scope.ts';
import { rewriteHazard, type Swap, swapRebuilds, swapSteps, type Uses } from '../type-swap.ts';
import { parseType } from '../types.ts';

const target = ({ schema, name }: EnumType): string => `TYPE ${quote.name(schema, name)}`;

export function createEnum(object: EnumType): string {
  return `CREATE ${target(object)} AS ENUM (${object.values.map((v) => quote.literal(v)).join(', ')})`;
}

/** The values to add, each with its place, or null when `after` is not `before` with values put in. */
function addedValues(before: readonly string[], after: readonly string[]): { value: string; place: string }[] | null {
  const known = new Set(before);
  const kept = after.filter((v) => known.has(v));
  if (kept.length !== before.length || kept.some((v, i) => v !== before[i])) return null;
  const lastKept = before.at(-1);
  let previous: string | undefined;
  return after.flatMap((value, i) => {
    const former = previous;
    previous = value;
    if (known.has(value)) return [];
    const atEnd = lastKept === undefined || i > after.indexOf(lastKept);
    if (atEnd) return [{ value, place: '' }];
    const next = after.slice(i).find((v) => known.has(v)) ?? '';
    return [
      { value, place: former === undefined ? ` BEFORE ${quote.literal(next)}` : ` AFTER ${quote.literal(former)}` },
    ];
  });
}

const swap: Swap<EnumType> = {
  word: 'TYPE',
  create: (type, name) => [createEnum({ ...type, name })],
  convert: (value, type) => `${value}::text::${type}`,
  convertArray: (value, type) => `${value}::text[]::${type}`,
  hazards: (uses, before, after) => [rewriteHazard(uses), ...lostValues(uses, before.values, after.values)],
};

function lostValues({ table, columns }: Uses, before: readonly string[], after: readonly string[]): Hazard[] {
  const gone = before.filter((v) => !after.includes(v));
  if (gone.length === 0) return [];
  const values = gone.map((v) => quote.literal(v)).join(', ');
  const conditions = columns.map((c) =>
    parseType(c.type).array
      ? `${quote.ident(c.name)}::text[] && ARRAY[${values}]`
      : `${quote.ident(c.name)}::text IN (${values})`,
  );
  const probe = `SELECT * FROM ${quote.name(table.schema, table.name)} WHERE ${conditions.join(' OR ')}`;
  return [{ kind: 'may_fail_on_data', object: idOf(table), message: `fails while rows hold ${values}`, probe }];
}

/** https://www.postgresql.org/docs/current/sql-createtype.html, https://www.postgresql.org/docs/current/sql-altertype.html */
export const enumType: KindDriver<'enum'> = {
  async read(session, context) {
    const rows = await session.rows<{ schema: string; name: string; values: string[]; comment: string | null }>(
      sql`SELECT n.nspname AS schema, t.typname AS name, obj_description(t.oid, 'pg_type') AS comment,
                 ARRAY(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) AS values
          FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
          WHERE t.typtype = 'e' AND ${USER_SCHEMAS} AND ${notOwned('pg_type', 't')}
          ORDER BY n.nspname COLLATE "C", t.typname COLLATE "C"`,
    );
    return rows
      .filter((r) => context.inScope(r.schema, r.name))
      .map(({ comment, ...row }): EnumType => ({ kind: 'enum', ...row, ...(comment === null ? {} : { comment }) }));
  },
  create(object) {
    const id = idOf(object);
    return [
      {
        sql: createEnum(object),
        undo: [`DROP ${target(object)}`],
        makes: [id],
        needs: schemaId(object.schema),
        locks: NO_LOCKS,
      },
      ...firstComment(target(object), object.comment, id),
    ];
  },
  drop(object) {
    const undo = [createEnum(object), ...commentAgain(target(object), object.comment)];
    const [id, frees] = [idOf(object), schemaId(object.schema)];
    return [{ sql: `DROP ${target(object)}`, undo, ends: [id], frees, locks: NO_LOCKS }];
  },
  alter(before, after, fields, context) {
    const id = idOf(after);
    const comments = changedComment(target(after), before.comment, after.comment, id);
    if (!fields.includes('values')) return { how: 'steps', steps: comments };
    const added = addedValues(before.values, after.values);
    if (added !== null) {
      const steps = added.map(
        ({ value, place }): StepDraft => ({
          sql: `ALTER ${target(after)} ADD VALUE ${quote.literal(value)}${place}`,
          undo: [],
          makes: [id],
          locks: NO_LOCKS,
          transaction: 'commits_after',
        }),
      );
      // A value cannot be taken out again: the type is made anew, once for all the values added here.
      const wayBack = { from: { ...before, values: after.values }, to: before };
      return { how: 'steps', steps: [...steps, ...comments], wayBack };
    }
    const steps = swapSteps(swap, before, after, context);
    return { how: 'steps', steps: [...steps, ...comments], rebuilds: swapRebuilds(after, context) };
  },
  rename(before, after) {
    const to = (a: EnumType, b: EnumType): string => `ALTER ${target(a)} RENAME TO ${quote.ident(b.name)}`;
    const [ends, makes] = [[idOf(before)], [idOf(after)]];
    return [{ sql: to(before, after), undo: [to(after, before)], ends, makes, locks: NO_LOCKS }];
  },
};
