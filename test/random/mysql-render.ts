import { type Column, type Key, NAMES, type Table, type View, type World } from './mysql-world.ts';

/** Words for a type, two defaults of it, and of which sort it is: text takes collations and full-text keys, blobs and json no plain key. */
const TYPES: readonly (readonly [string, string, string, 'text' | 'long' | 'blob' | 'number' | 'other'])[] = [
  ['int', '7', '(1 + 1)', 'number'],
  ['bigint unsigned', '7', '0', 'number'],
  ['tinyint(1)', '1', '0', 'number'],
  ['smallint unsigned zerofill', '5', '6', 'number'],
  ['decimal(10,2)', '0.00', '1.50', 'number'],
  ['decimal(12,4) unsigned', '1', '2.5', 'number'],
  ['double', '0.5', '1e10', 'number'],
  ['float', '0', '1.5', 'number'],
  ['varchar(20)', "'x'", "(upper('y'))", 'text'],
  ['varchar(70)', "''", "'it''s'", 'text'],
  ['varchar(300)', "'x'", "'\\\\ z'", 'text'],
  ['char(5)', "'a'", "' b'", 'text'],
  ['text', "('x')", "(concat('a', 'b'))", 'long'],
  ['mediumtext', "('x')", "('y')", 'long'],
  ['varbinary(30)', "'ab'", "x'00ff'", 'other'],
  ['binary(4)', "'ab'", "x'01020304'", 'other'],
  ['blob', "('x')", "('y')", 'blob'],
  ['json', "('{}')", '(json_array(1))', 'blob'],
  ['date', "'2020-01-01'", '(current_date)', 'other'],
  ['datetime', 'current_timestamp', "'2020-01-01 10:00:00'", 'other'],
  ['datetime(6)', 'current_timestamp(6) on update current_timestamp(6)', 'current_timestamp(6)', 'other'],
  ['timestamp', 'current_timestamp on update current_timestamp', "'2020-01-01 00:00:00'", 'other'],
  ['time(3)', "'10:00:00'", "'10:00:00.5'", 'other'],
  ['year', '2020', "'2021'", 'other'],
  ['bit(8)', "b'101'", "b'1'", 'other'],
  ["enum('a','it''s','é')", "'a'", "'é'", 'other'],
  ["enum('a','it''s','é','d')", "'d'", "'a'", 'other'],
  ["set('x','y','z')", "'x'", "'x,y'", 'other'],
  ['point', '', '', 'blob'],
  ['varchar(20) character set latin1', "'x'", "'y'", 'text'],
];

const IDS = ['int', 'int auto_increment', 'bigint unsigned auto_increment', 'char(36)', 'binary(16)'];
const ACTIONS = ['', ' on delete cascade', ' on update cascade on delete restrict', ' on delete no action'];
const OPTIONS = [
  '',
  ' row_format=compressed key_block_size=8',
  ' charset=utf8mb4 collate=utf8mb4_bin',
  ' stats_persistent=0 row_format=dynamic',
  ' charset=latin1',
];
const CHECKS = ['id is not null', "id <> 'zz'", 'length(id) > 0 and id not in (5, 6)'];

const quote = (name: string): string => `\`${name.replaceAll('`', '``')}\``;
const text = (value: string): string => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
const tableName = (i: number): string => quote(NAMES.tables[i] ?? '');
const columnName = (i: number): string => quote(NAMES.columns[i] ?? '');
const idOf = ({ id }: Table): string => (IDS[id] ?? 'int').replace(' auto_increment', '');

/** The statements that make a schema in an empty database. What refers to an empty slot is left out. */
export function sqlOf(world: World, hide: 'invisible' | 'ignored'): string {
  const partitioned = (t: Table | null | undefined): boolean => t != null && isPartitioned(world, t);
  return [
    ...world.tables.flatMap((t, i) => (t === null ? [] : [tableSql(t, i, partitioned(t), hide)])),
    ...world.tables.flatMap((t, i) => (t === null || partitioned(t) ? [] : referencesSql(world, t, i))),
    ...world.tables.flatMap((t, i) => (t === null || t.trigger === null ? [] : [triggerSql(t.trigger, i)])),
    ...world.routines.flatMap((body, i) => (body === null ? [] : [routineSql(body, i)])),
    ...viewsSql(world),
  ]
    .map((s) => `${s};\n`)
    .join('');
}

/** No foreign key takes part in partitions, on either side. */
function isPartitioned(world: World, table: Table): boolean {
  if (table.partitions === 0 || table.references.some((r) => r !== null) || /^(char|binary)/.test(idOf(table)))
    return false;
  const i = world.tables.indexOf(table);
  const isReferred = world.tables.some((t) => t?.references.some((r) => r?.table === i));
  const special = table.keys.some((k) => k !== null && (k.unique || k.fulltext));
  return !isReferred && !special && !table.columns.some((c) => c !== null && TYPES[c.type]?.[0] === 'point');
}

interface Placed {
  readonly slot: number;
  readonly column: Column;
  readonly source: number | null;
}

/** Those that are generated come from the first plain one. */
function columnsOf({ columns, turned }: Table): Placed[] {
  const plain = columns.findIndex(
    (c) => c !== null && c.generated === 0 && c.default === 0 && typeOf(c)[0].startsWith('varchar'),
  );
  const placed = columns.flatMap((column, slot): Placed[] =>
    column === null ? [] : [{ slot, column, source: column.generated !== 0 && plain >= 0 ? plain : null }],
  );
  return turned ? placed.reverse() : placed;
}

const typeOf = ({ type }: Column): (typeof TYPES)[number] => TYPES[type] ?? ['int', '1', '2', 'number'];
const sortOf = (column: Column): string => typeOf(column)[3];

function columnSql({ slot, column, source }: Placed): string {
  const [type, first, second, sort] = typeOf(column);
  const given = column.default === 1 ? first : second;
  const words = [`${columnName(slot)} ${source === null ? type : 'varchar(100)'}`];
  if (column.collate && source === null && (sort === 'text' || sort === 'long') && !type.includes('latin1'))
    words.push('collate utf8mb4_unicode_ci');
  if (source !== null)
    words.push(`generated always as (lower(${columnName(source)})) ${column.generated === 1 ? 'stored' : 'virtual'}`);
  else words.push(column.notNull ? 'not null' : 'null');
  if (source === null && column.default !== 0 && given !== '') words.push(`default ${given}`);
  if (column.invisible && (!column.notNull || (source === null && column.default !== 0 && given !== '')))
    words.push('invisible');
  if (column.comment !== null) words.push(`comment ${text(column.comment)}`);
  return words.join(' ');
}

function tableSql(table: Table, i: number, partitioned: boolean, hide: string): string {
  const columns = columnsOf(table);
  const lines = [
    `id ${IDS[table.id]} not null`,
    ...columns.map(columnSql),
    'primary key (id)',
    ...table.keys.flatMap((key, n) => keySql(table, key, n, hide)),
    ...(table.check === null || /auto_increment/.test(IDS[table.id] ?? '')
      ? []
      : [`constraint ${quote(`check ${i}`)} check (${CHECKS[table.check]})`]),
  ];
  const comment = table.comment === null ? '' : ` comment ${text(table.comment)}`;
  const parts = partitioned
    ? [
        ``,
        ' partition by hash (id) partitions 3',
        ' partition by range (id) (partition p0 values less than (100), partition `P 1` values less than maxvalue)',
      ][table.partitions]
    : '';
  return `create table ${tableName(i)} (\n  ${lines.join(',\n  ')}\n)${OPTIONS[table.options]}${comment}${parts}`;
}

function keySql(table: Table, key: Key | null, n: number, hide: string): string[] {
  if (key === null) return [];
  const there = key.columns.flatMap((slot) => columnsOf(table).filter((c) => c.slot === slot));
  const isText = ({ column, source }: Placed): boolean => source !== null || ['text', 'long'].includes(sortOf(column));
  const tail = `${key.hidden ? ` ${hide}` : ''}${key.comment === null ? '' : ` comment ${text(key.comment)}`}`;
  const name = quote(`key ${n}`);
  const [first] = there;
  if (key.fulltext && first !== undefined && isText(first) && first.column.generated !== 2 && table.options !== 1) {
    return [`fulltext key ${name} (${columnName(first.slot)})${tail}`];
  }
  const parts = there
    .filter(({ column, source }) => source !== null || sortOf(column) !== 'blob')
    .map(
      ({ slot, column, source }) =>
        `${columnName(slot)}${source === null && sortOf(column) === 'long' ? '(10)' : ''}${key.descending ? ' desc' : ''}`,
    );
  return parts.length === 0 ? [] : [`${key.unique ? 'unique ' : ''}key ${name} (${parts.join(', ')})${tail}`];
}

function referencesSql(world: World, table: Table, i: number): string[] {
  return table.references.flatMap((reference, n) => {
    const other = reference === null ? null : world.tables[reference.table];
    if (reference === null || other == null) return [];
    if (idOf(other).startsWith('char') && other.options !== table.options) return [];
    const column = quote(`to ${n}`);
    const name = quote(`fk ${i} ${n}`);
    return [
      `alter table ${tableName(i)} add column ${column} ${idOf(other)}, add constraint ${name} foreign key (${column}) references ${tableName(reference.table)} (id)${ACTIONS[reference.onDelete]}`,
    ];
  });
}

function triggerSql(kind: number, i: number): string {
  const [moment, body] = [
    ['before insert', 'set @a = 1'],
    ['after update', "begin set @a = 'it''s'; set @b = 2; end"],
    ['before delete', 'set @a = old.id'],
  ][kind] ?? ['before insert', 'set @a = 1'];
  return `create trigger ${quote(`t ${i}`)} ${moment} on ${tableName(i)} for each row ${body}`;
}

function routineSql(body: number, i: number): string {
  const name = quote(`r ${i}`);
  return (
    [
      `create function ${name} (x int) returns int deterministic return x + 1`,
      `create function ${name} (x varchar(20), y int) returns varchar(40) no sql comment 'it''s' return concat(x, y)`,
      `create procedure ${name} (in x int, out y int) begin set y = x; end`,
      `create procedure ${name} () sql security invoker modifies sql data do 1`,
    ][body] ?? ''
  );
}

/** A view over a table, or over the view before it. */
function viewsSql(world: World): string[] {
  const options = ['', 'algorithm=merge ', 'sql security invoker ', 'algorithm=temptable '];
  const made = new Map<number, string[]>();
  return world.views.flatMap((view: View | null, i) => {
    if (view === null) return [];
    const below = view.over - NAMES.tables.length;
    const table = world.tables[view.over];
    const known =
      below >= 0 ? made.get(below) : table == null ? undefined : columnsOf(table).map((c) => columnName(c.slot));
    if (known === undefined) return [];
    const columns = ['id', ...view.columns.map(columnName).filter((c) => known.includes(c))];
    made.set(i, columns);
    const from = below >= 0 ? quote(NAMES.views[below] ?? '') : tableName(view.over);
    const where = view.where ? " where id <> 'x'" : '';
    return [
      `create ${options[view.options]}view ${quote(NAMES.views[i] ?? '')} as select ${columns.join(', ')} from ${from}${where}`,
    ];
  });
}
