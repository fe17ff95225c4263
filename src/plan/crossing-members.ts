import { type Dialect } from '../dialects/dialect.ts';
import { type DialectName } from '../model/manifest.ts';
import { idOf, type Member, type SchemaObject, type Table, tableIdOf } from '../model/object.ts';
import { tokens } from '../model/statements.ts';
import { aside, type Crossing, mentions, type Way } from './crossing.ts';

export type MemberObject = Extract<SchemaObject, Member>;

/** A member of the table that speaks of a former column. */
export function isOfFormer(object: SchemaObject, crossings: readonly Crossing[]): boolean {
  return crossings.some(
    (c) => isMember(object, c.live) && c.olds.some((s) => speaks(object, c.waits ? s.later : s.at)),
  );
}

/** Keys, checks and indexes: what goes with the columns that it speaks of. */
export const MEMBERS = new Set<SchemaObject['kind']>(['index', 'unique', 'check', 'foreign_key', 'exclusion']);

export function isMember(object: SchemaObject, table: Table): object is MemberObject {
  return MEMBERS.has(object.kind) && tableIdOf(object) === idOf(table);
}

function speaks(object: MemberObject, column: string): boolean {
  switch (object.kind) {
    case 'unique':
      return [...object.columns, ...(object.include ?? [])].includes(column);
    case 'foreign_key':
      return object.columns.includes(column);
    case 'index':
      return (
        object.parts.some((p) => p.column === column || mentions(p.expression ?? '', column)) ||
        (object.include ?? []).includes(column) ||
        mentions(object.where ?? '', column)
      );
    case 'check':
      return mentions(object.expression, column);
    case 'exclusion':
      return mentions(object.definition, column);
    default:
      return false;
  }
}

/** A declared member over new columns, as it is built, and what has its name meanwhile. */
export interface Pair {
  readonly after: SchemaObject;
  readonly built: MemberObject;
  readonly former: SchemaObject | null;
  readonly parted: SchemaObject | null;
  readonly final: MemberObject;
}

export function memberPairs({ dialect, before, after }: Way, crossing: Crossing): Pair[] {
  const { table, live, news } = crossing;
  const names = new Map(news.filter((s) => s.at !== s.name).map((s) => [s.name, s.at]));
  const present = new Map(before.map((o) => [idOf(o), o]));
  return after.flatMap((declared): Pair[] => {
    if (!isMember(declared, table) || !news.some((s) => speaks(declared, s.name))) return [];
    const { renamedFrom: _, dependsOn: __, ...member } = declared;
    const own = member as MemberObject;
    const former = present.get(idOf(declared)) ?? null;
    // A column that is filled in its place has its keys already.
    if (former !== null && crossing.olds.length === 0) return [];
    const placed = renamed(own, names, dialect);
    if (former === null) return [{ after: declared, built: placed, former, parted: null, final: own }];
    const name = aside('new', live, declared.name);
    return [
      {
        after: declared,
        built: { ...placed, name },
        former,
        parted: {
          ...ofFormer(former, [crossing], dialect),
          name: aside('old', live, declared.name),
          renamedFrom: former.name,
        } as SchemaObject,
        final: { ...own, renamedFrom: name },
      },
    ];
  });
}

export function withoutFormerName({ renamedFrom: _, ...object }: SchemaObject): SchemaObject {
  return object as SchemaObject;
}

/** A member of former columns, by the names that these have from the switch on. */
export function ofFormer(object: SchemaObject, open: readonly Crossing[], dialect: Dialect): SchemaObject {
  const own = open.filter((c) => isMember(object, c.live));
  const sides = own.flatMap((c) => c.olds).filter((s) => s.at !== s.later);
  return sides.length === 0
    ? object
    : renamed(object as MemberObject, new Map(sides.map((s) => [s.at, s.later])), dialect);
}

/** A member with the texts of another: the server words them anew by itself when columns get other names. */
export function withTexts(object: SchemaObject, other: SchemaObject): SchemaObject {
  if (object.kind === 'check' && other.kind === 'check') return { ...object, expression: other.expression };
  if (object.kind === 'exclusion' && other.kind === 'exclusion') return { ...object, definition: other.definition };
  if (object.kind !== 'index' || other.kind !== 'index') return object;
  const parts = object.parts.map((p, i) => (p.expression === undefined ? p : (other.parts[i] ?? p)));
  return { ...object, parts, ...(other.where === undefined ? {} : { where: other.where }) };
}

/** A member over columns of other names. */
export function renamed(
  object: MemberObject,
  names: ReadonlyMap<string, string>,
  { quote, name: dialect }: Dialect,
): MemberObject {
  if (names.size === 0) return object;
  const one = (column: string): string => names.get(column) ?? column;
  const text = (sql: string): string => withNames(sql, names, dialect, quote.ident);
  switch (object.kind) {
    case 'unique':
      return {
        ...object,
        columns: object.columns.map(one),
        ...(object.include && { include: object.include.map(one) }),
      };
    case 'foreign_key':
      return { ...object, columns: object.columns.map(one) };
    case 'check':
      return { ...object, expression: text(object.expression) };
    case 'exclusion':
      return { ...object, definition: text(object.definition) };
    case 'index':
      return {
        ...object,
        parts: object.parts.map((p) => ({
          ...p,
          ...(p.column === undefined ? {} : { column: one(p.column) }),
          ...(p.expression === undefined ? {} : { expression: text(p.expression) }),
        })),
        ...(object.include && { include: object.include.map(one) }),
        ...(object.where === undefined ? {} : { where: text(object.where) }),
      };
    default:
      return object;
  }
}

/** An expression that calls columns by other names. */
function withNames(
  sql: string,
  names: ReadonlyMap<string, string>,
  dialect: DialectName,
  ident: (name: string) => string,
): string {
  const mark = dialect === 'mysql' ? '`' : '"';
  let [text, from] = ['', 0];
  for (const { type, start, end } of tokens(sql, dialect)) {
    const word = sql.slice(start, end);
    const name = type === 'name' ? word.slice(1, -1).replaceAll(mark + mark, mark) : type === 'word' ? word : undefined;
    const other =
      name === undefined
        ? undefined
        : (names.get(name) ?? (type === 'word' ? names.get(name.toLowerCase()) : undefined));
    if (other === undefined || sql.slice(end).trimStart().startsWith('(')) continue;
    text += `${sql.slice(from, start)}${ident(other)}`;
    from = end;
  }
  return text + sql.slice(from);
}
