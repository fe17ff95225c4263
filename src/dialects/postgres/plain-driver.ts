import { type ObjectId } from '../../model/id.ts';
import { idOf, type Kind, type ObjectOf, tableIdOf } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type Alteration, type DriverContext, type KindDriver, type ReadContext, type Session } from '../dialect.ts';
import { listedAgain, listedColumns, listedNow } from './column-lists.ts';
import { changedComment, commentAgain, firstComment } from './comment.ts';
import { locks, NO_LOCKS } from './locks.ts';
import { freshExtensions, goneExtensions, schemaId } from './needs.ts';
import { quote } from './quote.ts';

/** What sets one kind apart when its statements have the common form: CREATE, ALTER, DROP and COMMENT ON one target. */
export interface PlainKind<K extends Kind> {
  read(session: Session, context: ReadContext): Promise<readonly ObjectOf<K>[]>;
  /** `DOMAIN public.d`, `TRIGGER t ON public.orders`: as DROP and COMMENT ON take it. */
  target(object: ObjectOf<K>): string;
  /** The statement that makes it, then those that complete it. */
  create(object: ObjectOf<K>, context: DriverContext): readonly string[];
  /** Statements from one to the other in place, or null when it must be made anew. Undone by the way back. */
  change?(before: ObjectOf<K>, after: ObjectOf<K>): readonly string[] | null;
  /** `ALTER … RENAME TO` where it is not simply `ALTER target RENAME TO`. */
  rename?(before: ObjectOf<K>, after: ObjectOf<K>): string;
  /** What must be there beside its schema, its relation and what the catalog says. */
  needs?(object: ObjectOf<K>, context: DriverContext): readonly ObjectId[];
}

/** A driver for a kind whose objects are made and dropped whole. */
export function plainDriver<K extends Kind>(kind: PlainKind<K>): KindDriver<K> {
  const owner = (object: ObjectOf<K>): ObjectId[] => {
    const relation = tableIdOf(object);
    return relation === null ? schemaId(object.schema) : [relation];
  };
  const lock = (object: ObjectOf<K>): StepDraft['locks'] => {
    const relation = tableIdOf(object);
    return relation === null ? NO_LOCKS : locks('alter column', relation);
  };
  const needsOf = (object: ObjectOf<K>, objects: DriverContext['after'], context: DriverContext): ObjectId[] => [
    ...(kind.needs?.(object, context) ?? []),
    ...listedColumns(object, objects),
  ];
  const rename =
    kind.rename ??
    ((before: ObjectOf<K>, after: ObjectOf<K>) => `ALTER ${kind.target(before)} RENAME TO ${quote.ident(after.name)}`);
  return {
    read: kind.read,
    create(object, context) {
      const id = idOf(object);
      const [first = '', ...rest] = kind.create(listedNow(object, context), context);
      const needs = [...owner(object), ...freshExtensions(context), ...needsOf(object, context.after, context)];
      return [
        { sql: first, undo: [`DROP ${kind.target(object)}`], makes: [id], needs, locks: lock(object) },
        ...rest.map((sql): StepDraft => ({ sql, undo: [], needs: [id], locks: lock(object) })),
        ...firstComment(kind.target(object), object.comment, id),
      ];
    },
    drop(object, context) {
      const target = kind.target(object);
      return [
        {
          sql: `DROP ${target}`,
          undo: [...kind.create(listedAgain(object, context), context), ...commentAgain(target, object.comment)],
          ends: [idOf(object)],
          frees: [...owner(object), ...goneExtensions(context), ...needsOf(object, context.before, context)],
          locks: lock(object),
        },
      ];
    },
    alter(before, after, fields, context) {
      const id = idOf(after);
      const comments = changedComment(kind.target(after), before.comment, after.comment, id);
      if (fields.every((f) => f === 'comment')) return { how: 'steps', steps: comments };
      // Where other columns are listed, the former text goes before they change, and the new one comes afterwards.
      const listed = new Set(listedColumns(before, context.before)).symmetricDifference(
        new Set(listedColumns(after, context.after)),
      );
      if (listed.size > 0) return { how: 'replace' };
      const forth = kind.change?.(before, listedNow(after, context)) ?? null;
      const back = forth === null ? null : (kind.change?.(after, listedAgain(before, context)) ?? null);
      if (forth === null || back === null) return { how: 'replace' };
      const needs = needsOf(after, context.after, context);
      const frees = needsOf(before, context.before, context).filter((other) => !needs.includes(other));
      const steps = forth.map(
        (sql, i): StepDraft => ({ sql, undo: i === 0 ? back : [], makes: [id], needs, frees, locks: lock(after) }),
      );
      return { how: 'steps', steps: [...steps, ...comments] };
    },
    rename(before, after) {
      // Its table has the present name by then.
      const former = 'table' in after ? { ...before, table: after.table } : before;
      const relation = tableIdOf(after);
      return [
        {
          sql: rename(former, after),
          undo: [rename(after, former)],
          ends: [idOf(before)],
          makes: [idOf(after)],
          needs: relation === null ? [] : [relation],
          locks: lock(after),
        },
      ];
    },
  };
}

/** What goes with its use of an object does so before that means something else, and comes back after it means the same again. */
export function anew(alteration: Alteration, id: ObjectId): Alteration {
  if (alteration.how !== 'steps') return alteration;
  return { ...alteration, steps: alteration.steps.map((s) => (s.makes?.includes(id) ? { ...s, ends: [id] } : s)) };
}

/** A driver whose objects take places when they come and leave some when they go: who leaves one comes before who takes it. */
export function inPlaces<K extends Kind>(
  driver: KindDriver<K>,
  takes: (object: ObjectOf<K>) => readonly ObjectId[],
  leaves: (object: ObjectOf<K>) => readonly ObjectId[],
): KindDriver<K> {
  return {
    ...driver,
    create: (object, context) =>
      driver
        .create(object, context)
        .map((step, i) => (i === 0 ? { ...step, makes: [...(step.makes ?? []), ...takes(object)] } : step)),
    drop: (object, context) =>
      driver.drop(object, context).map((step) => ({ ...step, ends: [...(step.ends ?? []), ...leaves(object)] })),
  };
}

/** Leaves out what is null, false or empty: absent is the server's own. */
export function present<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], null | false> } {
  const kept: Record<string, unknown> = {};
  for (const key in fields) {
    const value: unknown = fields[key];
    if (value !== null && value !== undefined && value !== false && value !== '') kept[key] = value;
  }
  return kept as { [K in keyof T]: Exclude<T[K], null | false> };
}

/** `a=1, b='x'` of a catalog's option list, as names and values in their order. */
export function optionMap(list: readonly string[] | null): Readonly<Record<string, string>> | null {
  if (list === null || list.length === 0) return null;
  return Object.fromEntries(list.map((o) => [o.slice(0, o.indexOf('=')), o.slice(o.indexOf('=') + 1)]));
}

const ENABLED: Readonly<Record<string, 'disabled' | 'replica' | 'always'>> = {
  D: 'disabled',
  R: 'replica',
  A: 'always',
};
const WORDS = { disabled: 'DISABLE', replica: 'ENABLE REPLICA', always: 'ENABLE ALWAYS' } as const;

/** When a trigger or rule fires, as the catalog's letter says; null for the usual. */
export function enabledOf(letter: string): 'disabled' | 'replica' | 'always' | null {
  return ENABLED[letter] ?? null;
}

/** `ENABLE`, `DISABLE`, `ENABLE REPLICA`, `ENABLE ALWAYS`. */
export function enableWord(enabled: 'disabled' | 'replica' | 'always' | undefined): string {
  return enabled === undefined ? 'ENABLE' : WORDS[enabled];
}

/** Rows of a catalog query that are in scope; `owner` names the relation of a member. */
export async function rowsInScope<T extends { readonly schema: string }>(
  session: Session,
  { inScope }: ReadContext,
  query: Parameters<Session['rows']>[0],
): Promise<T[]> {
  const rows = await session.rows<T & { readonly name: string; readonly table?: string }>(query);
  return rows.filter((r) => inScope(r.schema, r.table ?? r.name));
}

/** `leftarg = integer, hashes`: what CREATE takes in parentheses; a null value is left out, an empty one is a bare word. */
export function definitionList(parts: readonly (readonly [key: string, value: string | null])[]): string {
  return parts.flatMap(([key, value]) => (value === null ? [] : [value === '' ? key : `${key} = ${value}`])).join(', ');
}

/** The inverse of `definitionList`: keys in lower case unless quoted, values as they stand. */
export function definitionParts(definition: string): ReadonlyMap<string, string> {
  const items = definition.match(/(?:"(?:[^"]|"")*"|E'(?:[^'\\]|''|\\.)*'|'(?:[^']|'')*'|\([^()]*\)|[^,])+/gi) ?? [];
  return new Map(
    items.map((item) => {
      const [, key = '', value = ''] = /^\s*("(?:[^"]|"")*"|[^\s=]+)\s*(?:=\s*(.*?))?\s*$/s.exec(item) ?? [];
      return [key.startsWith('"') ? key : key.toLowerCase(), value];
    }),
  );
}
