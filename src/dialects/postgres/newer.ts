import { parseGrants } from '../../model/access.ts';
import { type Column, idOf, type Kind, type ObjectOf, type SchemaObject, type Table } from '../../model/object.ts';
import { type Lacking, type ServerInfo } from '../dialect.ts';
import { tableId } from './needs.ts';
import { definitionParts } from './plain-driver.ts';

/** A feature by the field that asks for it. */
type Feature<K extends Kind> = readonly [
  since: number,
  what: string,
  path: string,
  asks: (object: ObjectOf<K>) => boolean,
];

const FEATURES: { readonly [K in Kind]?: readonly Feature<K>[] } = {
  unique: [
    [15, 'NULLS NOT DISTINCT', 'nullsNotDistinct', (o) => o.nullsNotDistinct === true],
    [18, 'WITHOUT OVERLAPS', 'withoutOverlaps', (o) => o.withoutOverlaps === true],
  ],
  index: [[15, 'NULLS NOT DISTINCT', 'nullsNotDistinct', (o) => o.nullsNotDistinct === true]],
  sequence: [[15, 'unlogged sequences', 'unlogged', (o) => o.unlogged === true]],
  check: [[18, 'NOT ENFORCED', 'notEnforced', (o) => o.notEnforced === true]],
  foreign_key: [
    [15, 'columns of ON DELETE SET', 'onDelete', (o) => o.onDeleteColumns !== undefined],
    [18, 'NOT ENFORCED', 'notEnforced', (o) => o.notEnforced === true],
    [18, 'PERIOD', 'period', (o) => o.period === true],
  ],
  view: [[15, 'security_invoker', 'options', (o) => o.options?.security_invoker !== undefined]],
  function: [
    [14, 'bodies in standard SQL', 'sqlBody', (o) => o.sqlBody !== undefined],
    [
      14,
      'OUT arguments of procedures',
      'arguments',
      (o) => o.procedure === true && /(?:^|, )OUT /i.test(o.arguments ?? ''),
    ],
  ],
  statistics: [
    [14, 'expressions in statistics', 'definition', (o) => /\bON\b.*\(.*\bFROM\b/is.test(unquoted(o.definition))],
  ],
  range: [[14, 'multirange types', 'definition', (o) => definitionParts(o.definition).has('multirange_type_name')]],
  collation: [
    [16, 'rules of collations', 'definition', (o) => definitionParts(o.definition).has('rules')],
    [17, 'the provider builtin', 'definition', (o) => /\bprovider\s*=\s*'?builtin/i.test(o.definition)],
  ],
  publication: [
    [15, 'schemas in publications', 'schemas', (o) => o.schemas !== undefined && o.schemas.length > 0],
    [
      15,
      'columns and row filters in publications',
      'tables',
      (o) => Object.values(o.tables ?? {}).some((t) => t !== ''),
    ],
    [18, 'publish_generated_columns', 'options', (o) => o.options?.publish_generated_columns !== undefined],
  ],
  event_trigger: [[17, 'the event login', 'event', (o) => o.event === 'login']],
  default_privileges: [[18, 'default privileges on large objects', '', (o) => o.on === 'large objects']],
};

const COLUMN_FEATURES: readonly (readonly [number, string, string, (column: Column) => boolean])[] = [
  [14, 'COMPRESSION', 'compression', (c) => c.compression !== undefined],
  [15, 'LOGGED and UNLOGGED of identity columns', 'identity', (c) => c.identity?.logged !== undefined],
  [18, 'virtual generated columns', 'generated', (c) => c.generated !== undefined && !c.generated.stored],
  [18, 'names of NOT NULL', 'notNullName', (c) => c.notNullName !== undefined],
  [18, 'NOT NULL of parents alone', 'notNullInherited', (c) => c.notNullInherited === true],
  [18, 'NOT NULL of partitions beside their tables', 'notNullOwn', (c) => c.notNullOwn === true],
  [18, 'NOT NULL NOT VALID', 'notNullNotValid', (c) => c.notNullNotValid === true],
  [18, 'NOT NULL NO INHERIT', 'notNullNoInherit', (c) => c.notNullNoInherit === true],
];

/** What the objects ask for that the server does not have. */
export function lacking(objects: readonly SchemaObject[], { number }: ServerInfo): Lacking[] {
  const older = (since: number): boolean => number < since * 10_000;
  const partitioned = new Set(
    objects.flatMap((o) => (o.kind === 'table' && o.partitionBy !== undefined ? [idOf(o)] : [])),
  );
  return objects.flatMap((object) => {
    const own = object.kind === 'table' ? tableFeatures(object) : ofKind(object);
    const excluded: Found[] =
      object.kind === 'exclusion' && partitioned.has(tableId(object.schema, object.table))
        ? [[17, 'exclusion constraints of partitioned tables', '']]
        : [];
    const all = [...own, ...excluded, ...maintain(object)].filter(([since]) => older(since));
    return all.map(([since, what, path]) => ({
      object: idOf(object),
      path,
      what,
      hint: hint(since),
    }));
  });
}

function hint(since: number): string {
  return `PostgreSQL ${since} and later have it; take it out, or bring the server up to date`;
}

type Found = readonly [since: number, what: string, path: string];

function ofKind<K extends Kind>(object: ObjectOf<K>): Found[] {
  const features = (FEATURES[object.kind as K] ?? []) as readonly Feature<K>[];
  return features.filter(([, , , asks]) => asks(object)).map(([since, what, path]) => [since, what, path]);
}

function tableFeatures(table: Table): Found[] {
  const columns = table.columns.flatMap((column) =>
    COLUMN_FEATURES.filter(([, , , asks]) => asks(column)).map(
      ([since, what, field]): Found => [since, what, `columns.${column.name}.${field}`],
    ),
  );
  const key: Found[] = table.primaryKey?.withoutOverlaps ? [[18, 'WITHOUT OVERLAPS', 'primaryKey']] : [];
  const method: Found[] =
    table.partitionBy !== undefined && table.accessMethod !== undefined
      ? [[17, 'access methods of partitioned tables', 'accessMethod']]
      : [];
  return [...columns, ...key, ...method];
}

/** A definition without what stands in quotes. */
const unquoted = (definition: string): string => definition.replace(/"(?:[^"]|"")*"/g, '""');

function maintain({ grants }: SchemaObject): Found[] {
  const names = [...parseGrants(grants).values()].flat().map((p) => p.name);
  return names.includes('maintain') ? [[17, 'the privilege maintain', 'grants']] : [];
}
