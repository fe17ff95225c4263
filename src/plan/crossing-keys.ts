import { type Access, withColumnNames } from '../model/access.ts';
import { type ObjectId } from '../model/id.ts';
import { type Column, type ForeignKey, type Index, idOf, type SchemaObject, type Table } from '../model/object.ts';
import { aside, type Crossing } from './crossing.ts';
import { newNames, type Pair } from './crossing-members.ts';

/** A table whose primary key goes over to new columns, or of which columns hand their counters over. */
export interface KeyMove {
  /** As it is once the columns have their last names: key and identities are still the former columns'. */
  readonly resting: Table;
  /** As it is once they are the new ones'. */
  readonly moved: Table;
  /** The index that becomes the primary key; null when that stays as it is. */
  readonly index: Index | null;
  /** The foreign keys that refer to new columns by then. */
  readonly pointing: readonly ForeignKey[];
  /** Columns with an identity: the former one, and the one that takes it over. */
  readonly identities: readonly (readonly [from: Column, to: Column])[];
}

/** Whether the server counts a column's values up. */
export function isCounted({ identity, default: value }: Column): boolean {
  return identity !== undefined || /^nextval\(/.test(value ?? '');
}

/** Whether the primary key stands on columns that others take the place of. */
export function isKeyMoving({ primaryKey }: Table, crossings: readonly Crossing[]): boolean {
  const former = new Set(crossings.filter((c) => !c.waits).flatMap((c) => c.olds.map((s) => s.at)));
  return primaryKey?.columns.some((k) => former.has(k.column)) ?? false;
}

/** The index, over the new columns, that becomes the declared primary key. */
export function keyIndex(crossings: readonly Crossing[]): Index | null {
  const [first] = crossings;
  const key = first?.table.primaryKey;
  if (first === undefined || key === undefined || !isKeyMoving(first.live, crossings)) return null;
  const { schema, name: table } = first.live;
  const names = newNames(crossings.filter((c) => !c.waits));
  const { options, tablespace, include } = key;
  return {
    kind: 'index',
    schema,
    table,
    name: aside('new', first.live, key.name ?? 'primary key'),
    unique: true,
    parts: key.columns.map((k) => ({ column: names.get(k.column) ?? k.column })),
    ...(include === undefined ? {} : { include: include.map((c) => names.get(c) ?? c) }),
    ...(options === undefined ? {} : { options }),
    ...(tablespace === undefined ? {} : { tablespace }),
  };
}

/** The table without the key that is on its way, and what stands on that. */
export function withoutKey(table: Table, crossings: readonly Crossing[]): Table {
  if (!isKeyMoving(crossings[0]?.live ?? table, crossings)) return table;
  const { primaryKey, replicaIdentity, clusteredOn, ...rest } = table;
  const name = primaryKey?.name ?? `${table.name}_pkey`;
  return {
    ...rest,
    ...(replicaIdentity === undefined || replicaIdentity === name ? {} : { replicaIdentity }),
    ...(clusteredOn === undefined || clusteredOn === name ? {} : { clusteredOn }),
  };
}

/** Privileges on columns, by the names that these have from the switch on. */
export function accessAside({ grants, identityGrants }: Access, crossings: readonly Crossing[]): Access {
  const names = new Map(crossings.flatMap((c) => (c.waits ? [] : c.olds.map((s) => [s.at, s.later] as const))));
  const name = (column: string): string => names.get(column) ?? column;
  return {
    ...(grants === undefined ? {} : { grants: withColumnNames(grants, name) }),
    ...(identityGrants === undefined
      ? {}
      : { identityGrants: Object.fromEntries(Object.entries(identityGrants).map(([c, g]) => [name(c), g])) }),
  };
}

/** What is left to do with the key and the counters of a table whose columns have their last names. */
export function keyMove(during: Table, crossings: readonly Crossing[], pairs: readonly Pair[]): KeyMove | null {
  const open = crossings.filter((c) => !c.waits);
  const [first] = open;
  if (first === undefined) return null;
  const { live } = first;
  const identities = open.flatMap(({ olds }) =>
    olds.flatMap((s): (readonly [Column, Column])[] => {
      const former = live.columns.find((c) => c.name === s.at);
      const to = during.columns.find((c) => c.name === s.name);
      return former?.identity === undefined || to?.identity === undefined || s.at === s.later
        ? []
        : [[{ ...former, name: s.later }, bare(to)]];
    }),
  );
  const built = keyIndex(crossings);
  if (built === null && identities.length === 0) return null;
  const was = new Map(identities.map(([from]) => [from.name, from.identity]));
  const is = new Map(identities.map(([, to]) => [to.name, to]));
  const { identityGrants } = accessAside(live, open);
  const { identityGrants: granted = {}, ...plain } = withoutKey(during, crossings);
  const resting = {
    ...plain,
    ...(identityGrants === undefined ? {} : { identityGrants }),
    columns: during.columns.map((c): Column => {
      const { identity: _, ...rest } = c;
      const identity = was.get(c.name);
      return is.has(c.name) ? rest : identity === undefined ? c : { ...c, identity };
    }),
  };
  const others = Object.fromEntries(Object.entries(granted).filter(([c]) => !is.has(c)));
  const { comment: _, indexComment: __, statistics: ___, ...key } = during.primaryKey ?? { columns: [] };
  const moved = {
    ...plain,
    ...(Object.keys(others).length === 0 ? {} : { identityGrants: others }),
    ...(during.primaryKey === undefined ? {} : { primaryKey: built === null ? during.primaryKey : key }),
    columns: during.columns.map((c) => is.get(c.name) ?? withoutRename(c)),
  };
  const pointing = pairs.flatMap(({ built: b, final }) =>
    b.kind === 'foreign_key' && final.kind === 'foreign_key' && refersTo(final, live) ? [final] : [],
  );
  return { resting, moved, index: built, pointing, identities };
}

/** A column as it is when it has just been given an identity. */
function bare(column: Column): Column {
  const { comment: _, logged: __, ...identity } = column.identity ?? { mode: 'always' };
  return { ...withoutRename(column), identity };
}

function withoutRename({ renamedFrom: _, ...column }: Column): Column {
  return column;
}

function refersTo({ references: to }: ForeignKey, { schema, name }: Table): boolean {
  return to.schema === schema && to.table === name;
}

/** Objects with some tables in another state. */
export function withTables(objects: readonly SchemaObject[], tables: readonly Table[]): SchemaObject[] {
  const known = new Map<ObjectId, Table>(tables.map((t) => [idOf(t), t]));
  return objects.map((o) => known.get(idOf(o)) ?? o);
}
