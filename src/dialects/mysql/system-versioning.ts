import { type Hazard } from '../../model/hazard.ts';
import { type ObjectId, objectId } from '../../model/id.ts';
import { periodName } from '../../model/mysql-object.ts';
import { type Column, columnId, idOf, type Table } from '../../model/object.ts';

/** Whether MariaDB keeps the former rows of a table: https://mariadb.com/kb/en/system-versioned-tables/ */
export function isVersioned(table: Pick<Table, 'options'> | undefined): boolean {
  return table?.options?.system_versioning === 'true';
}

/** A statement on a versioned table, allowed to change its history along with it; on any other table as it is. */
export function keepingHistory(statement: string, ...tables: readonly (Pick<Table, 'options'> | undefined)[]): string {
  return tables.some(isVersioned)
    ? `SET STATEMENT system_versioning_alter_history = 'KEEP' FOR ${statement}`
    : statement;
}

/** The periods of a table, as CREATE TABLE and ADD take them: of the system's time, and the application's own. */
export function periodClauses({ options = {} }: Pick<Table, 'options'>): string[] {
  const { system_period: system, period } = options;
  return [
    ...(system === undefined ? [] : [`PERIOD FOR SYSTEM_TIME ${system}`]),
    ...(period === undefined ? [] : [`PERIOD FOR ${period}`]),
  ];
}

/** Whether the server fills a column with the time from or until which its row is valid. */
export function isRowTime({ type }: Column): boolean {
  return / generated always as row (start|end)\b/i.test(type);
}

/** The id of the application's period, which the keys over it need as they need columns. */
export function periodIds({ schema, name, options }: Table): ObjectId[] {
  const period = periodName({ options });
  return period === undefined ? [] : [columnId(schema, name, period)];
}

/** The id of a table's being versioned, which what only such tables can say needs. */
export function versioningId({ schema, name }: Table): ObjectId {
  return objectId('versioning', schema, name);
}

/** The id of a table's not being versioned: what makes it versioned anew waits until it is not. */
export function unversionedId({ schema, name }: Table): ObjectId {
  return objectId('unversioned', schema, name);
}

/** Whose rows are versioned no longer loses its former ones. */
export function historyHazards(before: Table, after: Table): Hazard[] {
  if (!isVersioned(before) || isVersioned(after)) return [];
  return [{ kind: 'loses_data', object: idOf(after), message: `drops the former rows of ${after.name}` }];
}

/** The periods that go, the periods that come, and whether rows are versioned, as clauses of one ALTER TABLE. */
export function periodChanges(
  before: Table,
  after: Table,
): { readonly gone: string[]; readonly added: string[]; readonly versioning: string[] } {
  const [a, b] = [periodClauses(before), periodClauses(after)];
  const versioning = isVersioned(before) === isVersioned(after) ? [] : [isVersioned(after) ? 'ADD' : 'DROP'];
  return {
    gone: a.filter((p) => !b.includes(p)).map((p) => `DROP ${p.replace(/ \([^()]*\)$/, '')}`),
    added: b.filter((p) => !a.includes(p)).map((p) => `ADD ${p}`),
    versioning: versioning.map((verb) => `${verb} SYSTEM VERSIONING`),
  };
}
