import { columnId, idOf, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { alterTable } from './alter-table.ts';
import { columnDefinition } from './columns.ts';
import { locks } from './locks.ts';
import { isVersioned, keepingHistory, versioningId } from './system-versioning.ts';

/** What only columns of a versioned table can say. */
export const versionedOnly = / without system versioning\b/i;

/** The table without what only columns of a versioned table can say: as the statement takes it that makes it one. */
export function withoutUnversioned(before: Table, after: Table): Table {
  if (isVersioned(before) || !isVersioned(after)) return after;
  return { ...after, columns: after.columns.map((c) => ({ ...c, type: c.type.replace(versionedOnly, '') })) };
}

/** What says it once the table is versioned. https://mariadb.com/kb/en/system-versioned-tables/#excluding-columns-from-versioning */
export function unversionedSteps(before: Table, after: Table): StepDraft[] {
  if (isVersioned(before) || !isVersioned(after)) return [];
  const columns = after.columns.filter((c) => versionedOnly.test(c.type));
  if (columns.length === 0) return [];
  const clauses = columns.map((c) => `MODIFY COLUMN ${columnDefinition(c)}`);
  const needs = columns.map((c) => columnId(after.schema, after.name, c.name));
  return [
    {
      sql: keepingHistory(`${alterTable(after)} ${clauses.join(', ')}`, after),
      undo: [],
      needs: [idOf(after), versioningId(after), ...needs],
      locks: locks('copy', idOf(after)),
      transaction: 'alone',
    },
  ];
}
