import { columnName, columnsOf, quote, tableName, text } from './render.ts';
import { TYPES } from './types.ts';
import { type World } from './world.ts';
import { type Heir, KIND_NAMES, type Partitioned, type Sequence } from './world-kinds.ts';

const SUBTYPES = ['integer', 'timestamp without time zone', 'numeric', 'double precision'];
const DIFFERENCES = [null, null, null, 'float8mi'];
const type = (n: number): string => TYPES[n]?.[0] ?? 'text';
const there = <T>(list: readonly (T | null)[]): [T, number][] =>
  list.flatMap((one, i) => (one === null ? [] : [[one, i] as [T, number]]));
const commented = (what: string, name: string, comment: string | null): string[] =>
  comment === null ? [] : [`comment on ${what} ${name} is ${text(comment)}`];

/** Types that tables may use, before them. */
export function typesSql({ composites, ranges }: World): string[] {
  return [
    ...there(composites).flatMap(([{ attributes, comment }, i]) => {
      const name = quote(KIND_NAMES.composites[i] ?? '');
      const list = there(attributes).map(([n, at]) => `${columnName(at)} ${type(n)}`);
      return [`create type ${name} as (${list.join(', ')})`, ...commented('type', name, comment)];
    }),
    ...there(ranges).map(([{ subtype, difference, multirange }, i]) => {
      const name = KIND_NAMES.ranges[i] ?? '';
      const options = [`subtype = ${SUBTYPES[subtype]}`];
      const function_ = DIFFERENCES[subtype];
      if (difference && function_ != null) options.push(`subtype_diff = ${function_}`);
      if (multirange) options.push(`multirange_type_name = ${quote(`many ${i}`)}`);
      return `create type ${quote(name)} as range (${options.join(', ')})`;
    }),
  ];
}

/** What stands beside tables, once they are there. */
export function kindsSql(world: World): string[] {
  return [
    ...there(world.sequences).flatMap(([s, i]) => sequenceSql(world, s, quote(KIND_NAMES.sequences[i] ?? ''))),
    ...there(world.heirs).flatMap(([h, i]) => heirSql(world, h, i)),
    ...there(world.partitioned).flatMap(([p, i]) => partitionedSql(world, p, i)),
    ...there(world.statistics).flatMap(([{ over, kinds, expression }, i]) => {
      const table = world.tables[over];
      const columns = table == null ? [] : columnsOf(table).filter(({ column }) => comparable(column.type));
      if (columns.length === 0) return [];
      const list = ['id', columnName(columns[0]?.slot ?? 0), ...(expression ? ['(id is null)'] : [])];
      const words = [...kinds].sort().map((k) => ['ndistinct', 'dependencies', 'mcv'][k]);
      const name = quote(KIND_NAMES.statistics[i] ?? '');
      return [`create statistics ${name} (${words.join(', ')}) on ${list.join(', ')} from ${tableName(over)}`];
    }),
    ...there(world.overloads).map(([n, i]) =>
      i === 0
        ? `create function over(${type(n)}) returns integer language sql immutable as $$select 1$$`
        : `create function over(${type(n)}, integer default 5) returns ${type(n)} language sql stable as $$select $1$$`,
    ),
    ...grantsSql(world),
  ];
}

/** Plain types and enums have an equality; what is made of others may lack one. */
const comparable = (n: number): boolean => n < TYPES.length;

function sequenceSql(world: World, of: Sequence, name: string): string[] {
  const words = [`as ${['integer', 'bigint', 'smallint'][of.type]}`, `increment ${of.increment}`, `cache ${of.cache}`];
  if (of.bounded) words.push('minvalue -100 maxvalue 1000 start 10');
  if (of.cycle) words.push('cycle');
  if (of.owner !== null && world.tables[of.owner] != null) words.push(`owned by ${tableName(of.owner)}.id`);
  return [`create sequence ${name} ${words.join(' ')}`, ...commented('sequence', name, of.comment)];
}

function heirSql(world: World, of: Heir, i: number): string[] {
  const parent = world.tables[of.of];
  if (parent == null) return [];
  const name = quote(KIND_NAMES.heirs[i] ?? '');
  const own = there(of.columns).map(([n, at]) => `${quote(`own ${at}`)} ${type(n)}`);
  const checks =
    of.check === null
      ? []
      : [`constraint ${quote(`heir ${i}`)} check (id is not null)${of.check === 1 ? ' no inherit' : ''}`];
  const first = columnsOf(parent).find(({ source }) => source === null);
  const inherited = first === undefined ? null : columnName(first.slot);
  return [
    `create${parent.unlogged ? ' unlogged' : ''} table ${name} (${[...own, ...checks].join(', ')}) inherits (${tableName(of.of)})`,
    ...(of.ownDefault && inherited !== null ? [`alter table ${name} alter ${inherited} drop default`] : []),
    ...(of.ownNotNull && inherited !== null ? [`alter table ${name} alter ${inherited} set not null`] : []),
    ...(of.index ? [`create index ${quote(`heir id ${i}`)} on ${name} (id)`] : []),
    ...commented('table', name, of.comment),
  ];
}

/** The partitions of each strategy, by name, in four layouts. */
const LAYOUTS: readonly (readonly (readonly (readonly [string, string])[])[])[] = [
  [
    [
      ['p1', 'from (0) to (10)'],
      ['p2', 'from (10) to (20)'],
    ],
    [['p1', 'from (0) to (10)']],
    [
      ['p1', 'from (0) to (5)'],
      ['p2', 'from (5) to (20)'],
      ['p3', 'from (20) to (maxvalue)'],
    ],
    [
      ['p2', 'from (0) to (10)'],
      ['p1', 'from (10) to (20)'],
    ],
  ],
  [
    [
      ['p1', 'in (1, 2)'],
      ['p2', 'in (3)'],
    ],
    [
      ['p1', 'in (1)'],
      ['p2', 'in (2, 3)'],
    ],
    [
      ['p2', 'in (1, 2)'],
      ['p3', 'in (null)'],
    ],
    [['p1', 'in (5)']],
  ],
  [
    [
      ['p1', 'with (modulus 2, remainder 0)'],
      ['p2', 'with (modulus 2, remainder 1)'],
    ],
    [['p1', 'with (modulus 2, remainder 1)']],
    [
      ['p1', 'with (modulus 4, remainder 0)'],
      ['p2', 'with (modulus 2, remainder 1)'],
      ['p3', 'with (modulus 4, remainder 2)'],
    ],
    [['p3', 'with (modulus 3, remainder 2)']],
  ],
];

function partitionedSql(world: World, of: Partitioned, i: number): string[] {
  const base = KIND_NAMES.partitioned[i] ?? '';
  const name = quote(base);
  const own = there(of.columns).map(([n, at]) => `${columnName(at)} ${type(n)}`);
  const target = of.reference === null ? null : (world.tables[of.reference] ?? null);
  const nullable = of.strategy === 1 && of.layout === 2;
  const columns = [
    `"key" integer${of.notNull && !nullable ? ' not null' : ''}`,
    'id integer',
    ...own,
    ...(of.check ? [`constraint ${quote(`ok ${i}`)} check (id is not null)`] : []),
    ...(of.primary && !nullable ? [`primary key ("key", id)`] : []),
  ];
  const strategy = ['range', 'list', 'hash'][of.strategy] ?? 'range';
  const parts = LAYOUTS[of.strategy]?.[of.layout] ?? [];
  const part = (p: string): string => quote(`${base} ${p}`);
  const children = parts.flatMap(([p, bounds], at) => {
    const nested = of.nested && at === 0;
    return [
      `create table ${part(p)} partition of ${name} for values ${bounds}${nested ? ' partition by hash (id)' : ''}`,
      ...(nested
        ? [`create table ${part(`${p} n`)} partition of ${part(p)} for values with (modulus 1, remainder 0)`]
        : []),
    ];
  });
  const rest = of.rest && of.strategy !== 2 ? [`create table ${part('rest')} partition of ${name} default`] : [];
  const last = parts.at(-1)?.[0] ?? 'p1';
  const firstOwn = of.columns.findIndex((c) => c !== null);
  const key = firstOwn < 0 ? 'id' : columnName(firstOwn);
  return [
    `create table ${name} (${columns.join(', ')}) partition by ${strategy} ("key")`,
    ...children,
    ...rest,
    ...(of.index === null
      ? []
      : [
          `create ${of.index === 1 && !of.nested ? 'unique ' : ''}index ${quote(`pix ${i}`)} on ${name} ("key"${of.index === 2 ? ', (id is null)' : ''})`,
        ]),
    ...(of.trigger
      ? [
          `create trigger seen before update on ${name} for each row execute function suppress_redundant_updates_trigger()`,
        ]
      : []),
    ...(target === null || (of.reference !== null && !/^int/.test(idTypeOf(target.id)))
      ? []
      : [
          `alter table ${name} add constraint ${quote(`pfk ${i}`)} foreign key (id) references ${tableName(of.reference ?? 0)} (id)`,
        ]),
    ...(of.own === null ? [] : [OWN[of.own]?.(part(last), key, of) ?? null].filter((s) => s !== null)),
    ...commented('table', name, of.comment),
  ];
}

const idTypeOf = (n: number): string => ['integer', 'bigint', 'uuid', 'text', 'integer', 'bigint'][n] ?? '';

/** What a partition may have alone. */
const OWN: readonly ((part: string, column: string, of: Partitioned) => string | null)[] = [
  (part) => `create index on ${part} (id)`,
  (part) => `alter table ${part} alter id set default 7`,
  (part) => `alter table ${part} add constraint "own check" check (id <> 5)`,
  (part, _, { nested }) => (nested ? null : `alter table ${part} set (fillfactor = 60)`),
  (part) => `comment on table ${part} is 'alone'`,
  (part, column) => `alter table ${part} alter ${column} set not null`,
  (part, _, { trigger }) => (trigger ? `alter table ${part} disable trigger seen` : null),
];

const PRIVILEGES = ['select', 'insert', 'update', 'references'];

function grantsSql(world: World): string[] {
  return there(world.grants).flatMap(([{ table, privileges, columns }]) => {
    if (table === null) return [];
    const of = world.tables[table];
    if (of == null) return [];
    const list = [...privileges].sort().map((p) => `${PRIVILEGES[p]}${columns ? ' (id)' : ''}`);
    return [`grant ${list.join(', ')} on ${tableName(table)} to public`];
  });
}
