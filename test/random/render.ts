import { kindsSql, typesSql } from './render-kinds.ts';
import { ID_TYPES, TYPES } from './types.ts';
import {
  type Column,
  type Domain,
  NAMES,
  type Reference,
  type Routine,
  type Table,
  type View,
  type World,
} from './world.ts';
import { KIND_NAMES } from './world-kinds.ts';

const ENUM_TYPES = TYPES.length;
const DOMAIN_TYPES = ENUM_TYPES + 2 * NAMES.enums.length;
const COMPOSITE_TYPES = DOMAIN_TYPES + NAMES.domains.length;
const RANGE_TYPES = COMPOSITE_TYPES + KIND_NAMES.composites.length;
const ACTIONS = ['no action', 'cascade', 'set null', 'restrict'];

export const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** The statements that make a schema in an empty database. What refers to an empty slot is left out. */
export function sqlOf(world: World): string {
  return [
    ...world.enums.map((labels, i) =>
      labels === null ? null : `create type ${quote(enumName(i))} as enum (${labels.map(text).join(', ')})`,
    ),
    ...world.domains.map((d, i) => (d === null ? null : domainSql(d, i))),
    ...typesSql(world),
    ...world.tables.flatMap((t, i) => (t === null ? [] : tableSql(world, t, i))),
    ...world.routines.map((r, i) => (r === null ? null : routineSql(world, r, i))),
    ...world.tables.flatMap((t, i) => (t === null ? [] : besideTable(world, t, i))),
    ...kindsSql(world),
    ...viewsSql(world),
  ]
    .filter((s) => s !== null)
    .map((s) => `${s};\n`)
    .join('');
}

const enumName = (i: number): string => NAMES.enums[i] ?? '';
const domainName = (i: number): string => NAMES.domains[i] ?? '';
export const tableName = (i: number): string => quote(NAMES.tables[i] ?? '');
export const columnName = (i: number): string => quote(NAMES.columns[i] ?? '');

function domainSql({ base, notNull, check }: Domain, i: number): string {
  const words = [`create domain ${quote(domainName(i))} as ${TYPES[base]?.[0]}`];
  if (notNull) words.push('not null');
  if (check) words.push(`constraint ${quote(`${domainName(i)} ok`)} check ((value)::text <> 'zz')`);
  return words.join(' ');
}

/** A type that the world has, its two defaults, and whether it sorts as text. */
function typeOf(world: World, n: number): readonly [string, string, string] {
  const plain = TYPES[n];
  if (plain !== undefined) return plain;
  if (n >= COMPOSITE_TYPES) {
    const [slots, names, from] =
      n >= RANGE_TYPES
        ? [world.ranges, KIND_NAMES.ranges, RANGE_TYPES]
        : [world.composites, KIND_NAMES.composites, COMPOSITE_TYPES];
    const name = slots[n - from] == null ? 'text' : quote(names[n - from] ?? '');
    return [name, 'null', `null::${name}`];
  }
  if (n >= DOMAIN_TYPES) {
    const i = n - DOMAIN_TYPES;
    const domain = world.domains[i];
    const base = TYPES[domain?.base ?? 2] ?? ['text', "'x'", "'y'"];
    return domain == null ? base : [quote(domainName(i)), base[1], base[2]];
  }
  const i = (n - ENUM_TYPES) >> 1;
  const labels = world.enums[i];
  if (labels == null) return ['text', "'x'", "'y'"];
  const name = quote(enumName(i));
  const [first, last] = [text(labels[0] ?? ''), text(labels.at(-1) ?? '')];
  return (n - ENUM_TYPES) % 2 === 0 ? [name, first, last] : [`${name}[]`, "'{}'", `array[${last}]::${name}[]`];
}

/** The columns that a table has, by slot; those that are generated come from the first plain one. */
export function columnsOf({ columns }: Table): { slot: number; column: Column; source: number | null }[] {
  const plain = columns.findIndex((c) => c !== null && !c.generated);
  return columns.flatMap((column, slot) => {
    if (column === null) return [];
    const generated = column.generated && plain >= 0;
    return [{ slot, column, source: generated ? plain : null }];
  });
}

function tableSql(world: World, of: Table, i: number): string[] {
  const columns = columnsOf(of).map(({ slot, column, source }) => {
    const [type, first, second] = typeOf(world, column.type);
    if (source !== null)
      return `${columnName(slot)} boolean generated always as (${columnName(source)} is null) stored`;
    const words = [columnName(slot), type];
    if (column.collate && /^(text|character)/.test(type)) words.push('collate "C"');
    if (column.default > 0) words.push(`default ${column.default === 1 ? first : second}`);
    if (column.notNull) words.push('not null');
    return words.join(' ');
  });
  const references = referencesOf(world, of).map(({ slot, type }) => `"ref ${slot}" ${type}`);
  const id = `id ${ID_TYPES[of.id]} primary key`;
  const options = of.fillfactor === null ? '' : ` with (fillfactor=${of.fillfactor})`;
  const kind = of.unlogged ? 'unlogged table' : 'table';
  return [`create ${kind} ${tableName(i)} (${[id, ...columns, ...references].join(', ')})${options}`];
}

const idType = (n: number): string => (n === 4 ? 'integer' : n === 5 ? 'bigint' : (ID_TYPES[n] ?? ''));

function referencesOf(world: World, of: Table): { slot: number; to: number; type: string; reference: Reference }[] {
  return of.references.flatMap((reference, slot) => {
    const target = reference === null ? null : (world.tables[reference.table] ?? null);
    if (reference === null || target === null || (target.unlogged && !of.unlogged)) return [];
    return [{ slot, to: reference.table, type: idType(target.id), reference }];
  });
}

/** Constraints, indexes, comments and the rest of a table, once all tables are there. */
function besideTable(world: World, of: Table, i: number): string[] {
  const name = tableName(i);
  const has = columnsOf(of);
  const there = (wanted: readonly number[]): number[] => wanted.filter((w) => has.some((h) => h.slot === w));
  const said: string[] = [];
  const say = (statement: string): void => void said.push(statement);

  for (const { slot, to, reference } of referencesOf(world, of)) {
    const deferrable = reference.deferrable ? ' deferrable initially deferred' : '';
    say(
      `alter table ${name} add constraint "fk ${slot}" foreign key ("ref ${slot}") references ${tableName(to)} (id)` +
        ` on delete ${ACTIONS[reference.onDelete]}${deferrable}`,
    );
  }
  const key = of.unique === null ? [] : there(of.unique.columns);
  if (of.unique !== null && key.length > 0) {
    const nulls = of.unique.nullsNotDistinct ? ' nulls not distinct' : '';
    const deferrable = of.unique.deferrable ? ' deferrable' : '';
    say(`alter table ${name} add unique${nulls} (${key.map(columnName).join(', ')})${deferrable}`);
  }
  const [first] = has;
  if (of.check !== null) {
    const called = world.routines[0] == null ? 'true' : `fn_0(null::${typeOf(world, world.routines[0].argument)[0]})`;
    const about = first === undefined ? 'id is not null' : `${columnName(first.slot)} is null or id is not null`;
    say(`alter table ${name} add check (${[about, 'id is not null', called][of.check]})`);
  }
  of.indexes.forEach((index, n) => {
    const columns = index === null ? [] : there(index.columns);
    if (index === null || columns.length === 0) return;
    const keys = columns.map((c) => `${columnName(c)}${index.descending ? ' desc nulls last' : ''}`);
    if (index.expression) keys.push('(id is null)');
    const label = quote(`ix ${i} ${n}`);
    const options = index.fillfactor ? ' with (fillfactor=80)' : '';
    const where = index.where ? ` where ${columnName(columns[0] ?? 0)} is not null` : '';
    say(`create ${index.unique ? 'unique ' : ''}index ${label} on ${name} (${keys.join(', ')})${options}${where}`);
    if (index.comment !== null) say(`comment on index ${label} is ${text(index.comment)}`);
  });
  if (of.comment !== null) say(`comment on table ${name} is ${text(of.comment)}`);
  for (const { slot, column } of has) {
    if (column.comment !== null) say(`comment on column ${name}.${columnName(slot)} is ${text(column.comment)}`);
    if (column.statistics !== null)
      say(`alter table ${name} alter ${columnName(slot)} set statistics ${column.statistics}`);
  }
  if (of.policy !== null) {
    const test = first === undefined ? 'id is not null' : `${columnName(first.slot)} is not null`;
    say(`alter table ${name} enable row level security`);
    say(`create policy seen on ${name} for ${['all', 'select', 'update'][of.policy]} using (${test})`);
  }
  if (of.trigger !== null) {
    const event = of.trigger === 2 && first !== undefined ? `update of ${columnName(first.slot)}` : 'update';
    const when = of.trigger > 0 ? ' when (old.id is distinct from new.id)' : '';
    say(
      `create trigger "on change" before ${event} on ${name} for each row${when}` +
        ' execute function suppress_redundant_updates_trigger()',
    );
  }
  if (of.fullReplica) say(`alter table ${name} replica identity full`);
  return said;
}

function routineSql(world: World, { argument, argumentName, body, volatile, plpgsql }: Routine, i: number): string {
  const name = argumentName === 0 ? '"the value"' : 'other';
  const there = world.tables.findIndex((t) => t !== null);
  const reads = there < 0 ? 'true' : `exists (select from ${tableName(there)} where id is null)`;
  const expression = [`${name} is null`, '$1 is not null', reads][body] ?? '';
  const language = plpgsql ? 'plpgsql' : 'sql';
  const code = plpgsql ? `begin return ${expression}; end` : `select ${expression}`;
  const clause = volatile ? 'volatile' : 'immutable';
  const [type] = typeOf(world, argument);
  return `create function fn_${i}(${name} ${type}) returns boolean language ${language} ${clause} as $$${code}$$`;
}

function viewsSql(world: World): string[] {
  const shown: (readonly string[] | null)[] = [];
  return world.views.flatMap((view, i) => {
    const source = view === null ? null : sourceOf(world, view, shown);
    if (view === null || source === null) {
      shown.push(null);
      return [];
    }
    const columns = ['id', ...source.columns];
    shown.push(source.columns);
    const name = quote(NAMES.views[i] ?? '');
    const where = view.where ? ' where id is not null' : '';
    const select = `select ${columns.join(', ')} from ${source.name}${where}`;
    const word = view.materialized ? 'materialized view' : 'view';
    const options = view.materialized
      ? ['', ' with (fillfactor=80)', ''][view.options]
      : ['', ' with (security_barrier=true)', ' with (security_invoker=true)'][view.options];
    return [
      `create ${word} ${name}${options} as ${select}`,
      ...(view.materialized ? [`create unique index ${quote(`by id ${i}`)} on ${name} (id)`] : []),
      ...(view.comment === null ? [] : [`comment on ${word} ${name} is ${text(view.comment)}`]),
    ];
  });
}

/** The table or the earlier view that a view reads, with those of the wanted columns that it has. */
function sourceOf(
  world: World,
  { over, columns }: View,
  shown: readonly (readonly string[] | null)[],
): { name: string; columns: string[] } | null {
  const wanted = columns.map(columnName);
  const table = world.tables[over];
  if (table != null) {
    const has = columnsOf(table).map(({ slot }) => columnName(slot));
    return { name: tableName(over), columns: wanted.filter((c) => has.includes(c)) };
  }
  const earlier = over - NAMES.tables.length;
  const has = shown[earlier] ?? null;
  return has === null
    ? null
    : { name: quote(NAMES.views[earlier] ?? ''), columns: wanted.filter((c) => has.includes(c)) };
}
