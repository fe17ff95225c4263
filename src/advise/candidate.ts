import { type TableStatistics } from '../dialects/dialect.ts';
import { type DialectName } from '../model/manifest.ts';
import { type Index, type IndexPart, type Table } from '../model/object.ts';
import { type Need, type OrderPart } from './need.ts';
import { type Predicate, shareOf } from './predicate.ts';
import { searchShapes } from './search.ts';

/** What an index would be made of, and why in this order. */
export interface Shape {
  readonly parts: readonly IndexPart[];
  readonly method?: string;
  readonly where?: string;
  readonly include?: readonly string[];
  readonly why: string;
}

/** What the server at hand can have in an index. */
export interface Abilities {
  readonly dialect: DialectName;
  readonly partial: boolean;
  readonly include: boolean;
  readonly expressions: boolean;
  /** Extensions that are there. */
  readonly extensions: ReadonlySet<string>;
}

export interface Subject {
  readonly table: Table;
  readonly statistics: TableStatistics | undefined;
  /** In how many needs of the workload a column is compared for equality. */
  readonly shared: (column: string) => number;
  readonly abilities: Abilities;
}

/** The most that a condition may keep of the rows, for an index on those alone to pay. */
const PARTIAL_SHARE = 0.25;

/** Every index worth pricing for one need, the most promising first: equality, then order or range (https://use-the-index-luke.com). */
export function shapesFor(need: Need, subject: Subject): Shape[] {
  const full = keyShapes(need, subject, need.predicates);
  const partial = subject.abilities.partial ? partialShapes(need, subject) : [];
  const arms = need.arms.flatMap((arm) => [
    ...keyShapes({ ...need, predicates: arm, order: [], group: [] }, subject, arm),
    ...keyShapes({ ...need, order: [], group: [] }, subject, [...need.predicates, ...arm]),
  ]);
  const shapes = [...partial, ...full, ...arms, ...searchShapes(need, subject)];
  const seen = new Set<string>();
  return shapes.filter((shape) => {
    const key = shapeKey(shape);
    if (shape.parts.length === 0 || shape.parts.length > MOST_PARTS || seen.has(key)) return false;
    seen.add(key);
    return shape.parts.every((p) => p.expression === undefined || isIndexable(p.expression, need, subject));
  });
}

/** What depends on the session's time zone or language no server keeps in an index. */
const UNSTABLE = /\b(to_char|to_date|to_timestamp|now|random|age|concat|concat_ws|format|current_\w+)\b/i;

function isIndexable(expression: string, need: Need, { abilities, table }: Subject): boolean {
  if (!abilities.expressions || UNSTABLE.test(expression)) return false;
  const all = [...need.predicates, ...need.arms.flat()];
  const column = all.find((p) => p.expression === expression)?.column;
  const type = table.columns.find((c) => c.name === column)?.type ?? '';
  return !/^(timestamptz|timestamp.* with time zone)/i.test(type) || /\bat time zone\b/i.test(expression);
}

const MOST_PARTS = 5;

/** Equal for shapes that make the same index. */
export function shapeKey({ parts, method, where, include }: Omit<Shape, 'why'>): string {
  return JSON.stringify([parts, method ?? '', where ?? '', [...(include ?? [])].sort()]);
}

/** The unique key of an index as it would be made here. */
export function indexOf(shape: Shape, table: Table, name: string): Index {
  const { why: _, ...rest } = shape;
  return { kind: 'index', schema: table.schema, table: table.name, name, ...rest };
}

function keyShapes(need: Need, subject: Subject, predicates: readonly Predicate[]): Shape[] {
  const usable = predicates.filter((p) => p.use !== 'filter' && p.use !== 'search');
  const equal = byUse(
    usable.filter((p) => p.use === 'equal' && p.join === undefined),
    subject,
  );
  const many = byUse(
    usable.filter((p) => p.use === 'many' && p.join === undefined),
    subject,
  );
  const joins = byUse(
    usable.filter((p) => (p.use === 'equal' || p.use === 'many') && p.join !== undefined),
    subject,
  );
  const ranges = unique(usable.filter((p) => p.use === 'range' || p.use === 'prefix'));
  const order = orderParts(need.order, equal);
  const group = orderParts(need.group, equal);
  const shapes: Shape[] = [];
  const add = (why: string, ...groups: readonly (readonly (Predicate | IndexPart)[])[]): void => {
    const parts = joined(
      groups.flat().map((p) => ('use' in p ? partOf(p, subject) : p)),
      subject,
    );
    shapes.push({ parts, why });
  };
  if (order.length > 0 && need.limited) {
    if (many.length > 0)
      add(
        'equality, then the order, so that the first rows are read without a sort; the list is looked at on the way',
        equal,
        order,
        many,
      );
    add(
      equal.length > 0
        ? 'equality, then the order, so that the first rows are read without a sort'
        : 'the order, so that the first rows are read without a sort',
      equal,
      order,
    );
    for (const range of ranges)
      if (!order.some((o) => o.column === range.column))
        add('equality, then the order; the range is looked at within the index', equal, order, [range]);
  }
  const columns = [...equal, ...many];
  for (const range of ranges)
    add(columns.length > 0 ? 'equality first, then the range' : 'the range', columns, [range]);
  if (columns.length > 0) {
    add('equality', columns);
    if (order.length > 0 && many.length === 0) add('equality, then the order', equal, order);
  }
  if (joins.length > 0) {
    add('the columns of the join', joins);
    if (columns.length > 0) {
      add('the columns of the join, then equality', joins, columns);
      add('equality, then the columns of the join', columns, joins);
    }
    for (const range of ranges) {
      add('the columns of the join, then the range', joins, equal, [range]);
    }
    if (order.length > 0) add('the columns of the join, then the order', joins, equal, order);
    for (const join of joins) add('the column of the join', [join]);
  }
  if (group.length > 0) add('rows come grouped', equal, group);
  if (order.length > 0 && !need.limited) add('rows come in order', equal, order);
  for (const one of [...columns, ...ranges])
    add(one.use === 'range' || one.use === 'prefix' ? 'the range' : 'equality', [one]);
  if (columns.length > 2) add('equality on what selects most', columns.slice(0, 2));
  return shapes;
}

/** Columns that other queries ask for too come first, then those that select most; what has few values comes last. */
function byUse(predicates: readonly Predicate[], { statistics, shared }: Subject): Predicate[] {
  const distinct = (p: Predicate): number =>
    p.operator === 'true' || p.operator === 'false' ? 2 : (statistics?.columns.get(p.column)?.distinct ?? 100);
  const few = (p: Predicate): number => (distinct(p) <= 2 ? 1 : 0);
  return unique(predicates).sort(
    (a, b) =>
      few(a) - few(b) ||
      shared(b.column) - shared(a.column) ||
      distinct(b) - distinct(a) ||
      (a.column < b.column ? -1 : 1),
  );
}

function unique(predicates: readonly Predicate[]): Predicate[] {
  const seen = new Set<string>();
  return predicates.filter((p) => {
    const key = p.expression ?? p.column;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function partOf({ use, column, expression }: Predicate, { statistics }: Subject): IndexPart {
  const opclass = use === 'prefix' ? statistics?.columns.get(column)?.patternClass : undefined;
  return { ...(expression === undefined ? { column } : { expression }), ...(opclass === undefined ? {} : { opclass }) };
}

/** An index is read backwards as well: the first direction is always up. Columns that are held equal are in order anyway. */
function orderParts(order: readonly OrderPart[], equal: readonly Predicate[]): IndexPart[] {
  const left = order.filter((o) => !equal.some((e) => e.expression === undefined && e.column === o.column));
  const flip = left[0]?.descending ?? false;
  return left.map(({ column, expression, descending, nulls }): IndexPart => {
    const down = descending !== flip;
    const wanted = nulls === undefined || !flip ? nulls : nulls === 'first' ? 'last' : 'first';
    const standard = down ? 'first' : 'last';
    return {
      ...(column === undefined ? { expression } : { column }),
      ...(down ? { descending: true as const } : {}),
      ...(wanted === undefined || wanted === standard ? {} : { nulls: wanted }),
    };
  });
}

/** Each column once; InnoDB keeps the primary key at the end of every index by itself. */
function joined(parts: readonly IndexPart[], { table, abilities }: Subject): IndexPart[] {
  const seen = new Set<string>();
  const once = parts.filter((p) => {
    const key = p.expression ?? p.column ?? '';
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  if (abilities.dialect === 'postgres') return once;
  const primary = table.primaryKey?.columns.map((c) => c.column) ?? [];
  while (once.length > 1 && primary.length === 1 && once.at(-1)?.column === primary[0]) once.pop();
  return once.map((p) => withLength(p, table));
}

const LONG = /^(tiny|medium|long)?(text|blob)\b/i;

/** MySQL indexes the beginning of long texts only, and 3072 bytes of a key. */
function withLength(part: IndexPart, table: Table): IndexPart {
  const type = table.columns.find((c) => c.name === part.column)?.type ?? '';
  const size = Number(/^var(?:char|binary)\((\d+)\)/i.exec(type)?.[1] ?? 0);
  return LONG.test(type) || size > 700 ? { ...part, length: 100 } : part;
}

/** Indexes on the few rows that a fixed condition keeps: soft deletes, flags, what is still open. */
function partialShapes(need: Need, subject: Subject): Shape[] {
  const { statistics } = subject;
  const rows = statistics?.rows ?? 0;
  return need.predicates.flatMap((p): Shape[] => {
    const fixed = p.condition !== undefined && p.join === undefined && FIXED.has(p.operator);
    const share = shareOf(p, statistics?.columns.get(p.column), rows);
    if (!fixed || p.condition === undefined || p.expression !== undefined || share > PARTIAL_SHARE) return [];
    const rest = need.predicates.filter((other) => other !== p && other.column !== p.column);
    const where = p.condition;
    const percent = `${(share * 100).toFixed(share < 0.01 ? 2 : 0)} %`;
    const shapes = keyShapes(need, { ...subject, shared: subject.shared }, rest).filter(
      (s) => !s.parts.some((part) => part.column === p.column),
    );
    const alone = rest.every((r) => r.use === 'filter' || r.use === 'search') && shapes.length === 0;
    const keyed = alone ? [{ parts: [{ column: keyColumn(subject.table, p.column) }], why: '' }] : shapes;
    return keyed.map((s) => ({
      ...s,
      where,
      why: `${s.why === '' ? '' : `${s.why}; `}only the ${percent} of rows that are asked for`,
    }));
  });
}

const FIXED = new Set(['true', 'false', 'is null', 'is not null', '<>', 'not']);

function keyColumn(table: Table, otherwise: string): string {
  const [first] = table.primaryKey?.columns ?? [];
  return table.primaryKey?.columns.length === 1 && first !== undefined ? first.column : otherwise;
}
