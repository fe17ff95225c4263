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
  return isAnyMember(object) && tableIdOf(object) === idOf(table);
}

function isAnyMember(object: SchemaObject): object is MemberObject {
  return MEMBERS.has(object.kind);
}

export function speaks(object: MemberObject, column: string): boolean {
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

/** A declared member over new columns, or a foreign key that refers to some, as it is built, and what has its name meanwhile. */
export interface Pair {
  readonly after: SchemaObject;
  readonly built: MemberObject;
  readonly former: SchemaObject | null;
  /** Null where the former one goes before the columns change names. */
  readonly parted: SchemaObject | null;
  readonly final: MemberObject;
}

export function memberPairs({ dialect, server, before, after, crossings }: Way): Pair[] {
  const { apart } = dialect.crossing;
  const open = crossings.filter((c) => !c.waits);
  const present = new Map(before.map((o) => [idOf(o), o]));
  return after.flatMap((declared): Pair[] => {
    if (!isAnyMember(declared) || isMadeLast(declared)) return [];
    const own = open.filter((c) => isMember(declared, c.table));
    const spoken = own.filter((c) => c.news.some((s) => speaks(declared, s.name)));
    const pointed = open.filter((c) => pointsAt(declared, c, 'news'));
    if (spoken.length + pointed.length === 0) return [];
    const { renamedFrom: _, dependsOn: __, ...plain } = declared;
    const member = plain as MemberObject;
    const former = present.get(idOf(declared)) ?? null;
    // A column that is filled in its place has its keys already.
    if (former !== null && [...spoken, ...pointed].every((c) => c.olds.length === 0)) return [];
    const placed = referring(renamed(member, newNames(own), dialect), newNames(pointed));
    if (former === null) return [{ after: declared, built: placed, former, parted: null, final: member }];
    const name = aside('new', tableOf(declared), declared.name);
    const built = { ...placed, name };
    // A key that refers to former columns would hold on to what makes them a key.
    if (pointed.length > 0) return [{ after: declared, built, former, parted: null, final: member }];
    return [
      {
        after: declared,
        built,
        former,
        parted: {
          ...ofFormer(former, spoken, dialect),
          name: aside('old', tableOf(declared), declared.name),
          renamedFrom: former.name,
        } as SchemaObject,
        final: { ...member, renamedFrom: name },
      },
    ];
  });

  /** What another name would cost as much as making it anew, or what would bind its columns to their names. */
  function isMadeLast(object: MemberObject): boolean {
    if (apart === undefined) return false;
    return object.kind === 'check' || (object.kind === 'index' && apart.binds(object, server));
  }
}

function tableOf({ schema, table }: MemberObject): Pick<Table, 'schema' | 'name'> {
  return { schema, name: table };
}

/** What new columns are called while they are filled, by their last names. */
export function newNames(crossings: readonly Crossing[]): ReadonlyMap<string, string> {
  return new Map(crossings.flatMap((c) => c.news.flatMap((s) => (s.at === s.name ? [] : [[s.name, s.at] as const]))));
}

/** A foreign key that refers to columns by other names; any other member as it is. */
function referring(object: MemberObject, names: ReadonlyMap<string, string>): MemberObject {
  if (object.kind !== 'foreign_key') return object;
  const columns = object.references.columns.map((c) => names.get(c) ?? c);
  return { ...object, references: { ...object.references, columns } };
}

/** Whether an object is a foreign key that refers to new columns of a crossing, or to former ones. */
export function pointsAt(object: SchemaObject, { live, news, olds }: Crossing, side: 'news' | 'olds'): boolean {
  if (object.kind !== 'foreign_key') return false;
  const { schema, table, columns } = object.references;
  if (schema !== live.schema || table !== live.name) return false;
  const names = side === 'news' ? news.map((s) => s.name) : olds.map((s) => s.at);
  return columns.some((c) => names.includes(c));
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
