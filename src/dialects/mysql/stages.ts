import { type Table } from '../../model/object.ts';
import { isRowTime, isVersioned } from './system-versioning.ts';
import { changesEngine, isOfEngine } from './table-options.ts';
import { versionedOnly } from './unversioned-columns.ts';

/** The tables between two, on the way from `before` to `after`: they are these where one statement can do it all. */
export interface Stages {
  readonly from: Table;
  readonly to: Table;
}

/**
 * What an engine alone knows is not there when a table comes to it or leaves it; and MariaDB gives a versioned table neither
 * another engine nor other columns for its periods.
 */
export function stages(before: Table, after: Table): Stages {
  const moves = changesEngine(before, after);
  const versioned = isVersioned(before) && isVersioned(after);
  const bare = isVersioned(after) && (moves || (versioned && periods(before) !== periods(after)));
  const from = moves && isVersioned(before) && !versioned ? withoutVersioning(before) : before;
  const to = bare ? withoutVersioning(after) : after;
  return moves ? { from: shared(from, to), to: shared(to, from) } : { from, to };
}

/** The table without what only its own engine knows. */
function shared(table: Table, other: Table): Table {
  const { options = {} } = table;
  const lost = Object.keys(options).filter((key) => isOfEngine(key) && other.options?.[key] === undefined);
  return lost.length === 0 ? table : { ...table, options: without(options, lost) };
}

/** Whether the checksum of Aria's pages stays with a table that is no longer one, until another statement takes it away. */
export function pageChecksumStays({ options: a = {} }: Table, { options: b = {} }: Table): boolean {
  return a.engine !== b.engine && a.page_checksum !== undefined && b.page_checksum === undefined;
}

/** Where a table keeps from when until when its rows are valid. */
function periods(table: Table): string {
  return JSON.stringify([table.options?.system_period, table.columns.filter(isRowTime)]);
}

function withoutVersioning(table: Table): Table {
  const { primaryKey, ...rest } = table;
  const times = new Set(table.columns.filter(isRowTime).map((c) => c.name));
  const key = primaryKey?.columns.filter((c) => !times.has(c.column)) ?? [];
  return {
    ...rest,
    columns: table.columns
      .filter((c) => !times.has(c.name))
      .map((c) => ({ ...c, type: c.type.replace(versionedOnly, '') })),
    ...(primaryKey === undefined || key.length === 0 ? {} : { primaryKey: { ...primaryKey, columns: key } }),
    options: without(table.options ?? {}, ['system_versioning', 'system_period']),
  };
}

function without(options: Readonly<Record<string, string>>, keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(options).filter(([key]) => !keys.includes(key)));
}
