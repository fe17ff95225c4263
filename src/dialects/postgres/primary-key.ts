import { sameData } from '../../model/digest.ts';
import { type ObjectId } from '../../model/id.ts';
import { idOf, type PrimaryKey, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { alterTable } from './columns.ts';
import { changedComment, commentAgain, firstComment } from './comment.ts';
import { deferrableClause } from './constraint.ts';
import { duplicates } from './kinds/unique.ts';
import { locks } from './locks.ts';
import { keyId, notNullId, primaryKeyId, primaryKeyName } from './names.ts';
import { columnIds } from './needs.ts';
import { idents, quote } from './quote.ts';
import { keptMarks, marksAgain } from './table-settings.ts';

/** `PRIMARY KEY (a, b) INCLUDE (c)`, named only when its name is not the server's own. */
export function primaryKeyClause({ name, columns, include, deferrable, withoutOverlaps }: PrimaryKey): string {
  const named = name === undefined ? '' : `CONSTRAINT ${quote.ident(name)} `;
  const included = include?.length ? ` INCLUDE (${idents(include)})` : '';
  const overlaps = withoutOverlaps ? ' WITHOUT OVERLAPS' : '';
  return `${named}PRIMARY KEY (${idents(columns.map((c) => c.column))}${overlaps})${included}${deferrableClause(deferrable)}`;
}

export function primaryKeyTarget(table: Table, key: PrimaryKey): string {
  return `CONSTRAINT ${quote.ident(primaryKeyName(table.name, key.name))} ON ${quote.name(table.schema, table.name)}`;
}

function drop(table: Table, key: PrimaryKey): string {
  return `${alterTable(table)} DROP CONSTRAINT ${quote.ident(primaryKeyName(table.name, key.name))}`;
}

function add(table: Table, key: PrimaryKey): string {
  return `${alterTable(table)} ADD ${primaryKeyClause(key)}`;
}

/** The steps that change a primary key, split because columns come and go between them. `replaced`: keys that point at it must be made again. */
export function primaryKeySteps(
  before: Table,
  after: Table,
  present: (column: string) => string,
): { readonly first: StepDraft[]; readonly last: StepDraft[]; readonly replaced: boolean } {
  const id = primaryKeyId(after.schema, after.name);
  const former = before.primaryKey && renamedKey(before.primaryKey, present);
  const key = after.primaryKey;
  if (former !== undefined && key !== undefined && sameData(shape(former), shape(key))) {
    return { first: [], last: renameSteps(after, former, key), replaced: false };
  }
  const first: StepDraft[] = [];
  if (former !== undefined) {
    first.push({
      sql: drop(after, former),
      undo: [
        add(after, former),
        ...commentAgain(primaryKeyTarget(after, former), former.comment),
        ...keptMarks(before, after, primaryKeyName(after.name, former.name)),
      ],
      ends: [
        id,
        keyId(
          after.schema,
          after.name,
          former.columns.map((c) => c.column),
        ),
      ],
      frees: [
        ...columnIds(after.schema, after.name, [...former.columns.map((c) => c.column), ...(former.include ?? [])]),
        ...former.columns.map((c) => notNullId(after.schema, after.name, c.column)),
      ],
      needs: [idOf(after)],
      locks: locks('drop constraint', idOf(after)),
    });
  }
  const again = key === undefined ? [] : [...addKey(after, key), ...completeKey(after, key)];
  return { first, last: again, replaced: former !== undefined };
}

/** The statement that adds a key to a table that is there. */
export function addKey(table: Table, key: PrimaryKey): StepDraft[] {
  const id = primaryKeyId(table.schema, table.name);
  const columns = key.columns.map((c) => c.column);
  const probe = duplicates(table.schema, table.name, columns, false);
  return [
    {
      sql: add(table, key),
      undo: [drop(table, key)],
      makes: [id, keyId(table.schema, table.name, columns)],
      needs: [
        idOf(table),
        ...columnIds(table.schema, table.name, [...columns, ...(key.include ?? [])]),
        ...columns.map((c) => notNullId(table.schema, table.name, c)),
      ],
      locks: locks('add primary key', idOf(table)),
      hazards: [
        { kind: 'blocks_writes', object: idOf(table), message: `blocks ${table.name} while its index is built` },
        { kind: 'may_fail_on_data', object: id, message: 'fails on duplicate keys', probe },
      ],
    },
  ];
}

function completeKey(table: Table, key: PrimaryKey): StepDraft[] {
  const id = primaryKeyId(table.schema, table.name);
  return [
    ...marksAgain(table, primaryKeyName(table.name, key.name), id),
    ...firstComment(primaryKeyTarget(table, key), key.comment, id),
  ];
}

function renameSteps(table: Table, former: PrimaryKey, key: PrimaryKey): StepDraft[] {
  const [a, b] = [primaryKeyName(table.name, former.name), primaryKeyName(table.name, key.name)];
  const rename = (from: string, to: string): string =>
    `${alterTable(table)} RENAME CONSTRAINT ${quote.ident(from)} TO ${quote.ident(to)}`;
  const owner = idOf(table);
  const steps: StepDraft[] =
    a === b ? [] : [{ sql: rename(a, b), undo: [rename(b, a)], needs: [owner], locks: locks('rename', owner) }];
  return [...steps, ...changedComment(primaryKeyTarget(table, key), former.comment, key.comment, owner)];
}

function renamedKey(key: PrimaryKey, present: (column: string) => string): PrimaryKey {
  return {
    ...key,
    columns: key.columns.map((c) => ({ ...c, column: present(c.column) })),
    include: key.include?.map(present),
  };
}

function shape({ columns, include, deferrable, withoutOverlaps }: PrimaryKey): unknown {
  return { columns, include: include?.length ? include : undefined, deferrable, withoutOverlaps };
}

/** The ids that a table's key stands for. */
export function keyIds({ schema, name, primaryKey }: Table): ObjectId[] {
  if (primaryKey === undefined) return [];
  const columns = primaryKey.columns.map((c) => c.column);
  return [primaryKeyId(schema, name), keyId(schema, name, columns)];
}
