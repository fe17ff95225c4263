import { type ObjectId } from '../../model/id.ts';
import { type IndexStorage, type KeyIndex } from '../../model/object.ts';
import { type Lock, type StepDraft } from '../../model/step.ts';
import { changedComment, commentAgain, firstComment } from './comment.ts';
import { optionMap, present } from './plain-driver.ts';
import { dottedIdent, quote } from './quote.ts';

/** An index by its name, and what a step about it must find. */
export interface IndexPlace {
  readonly schema: string;
  readonly name: string;
  readonly id: ObjectId;
  readonly locks: readonly Lock[];
}

interface StorageRow {
  readonly options: readonly string[] | null;
  readonly tablespace: string | null;
  readonly statistics: Readonly<Record<string, string>> | null;
  readonly indexComment: string | null;
}

/** What `keyIndexOf` takes, of a `pg_index i` that has been joined. */
export const KEY_INDEX = `(SELECT reloptions FROM pg_class WHERE oid = i.indexrelid) AS options,
  (SELECT s.spcname FROM pg_class x JOIN pg_tablespace s ON s.oid = x.reltablespace WHERE x.oid = i.indexrelid) AS tablespace,
  CASE WHEN i.indexprs IS NOT NULL THEN
    (SELECT json_object_agg(a.attnum, a.attstattarget::text ORDER BY a.attnum) FROM pg_attribute a
     WHERE a.attrelid = i.indexrelid AND a.attstattarget >= 0) END AS statistics,
  obj_description(i.indexrelid, 'pg_class') AS "indexComment"`;

export type KeyIndexRow = StorageRow;

/** The index behind a constraint. */
export function keyIndexOf({ options, tablespace, statistics, indexComment }: KeyIndexRow): KeyIndex {
  return present({ options: optionMap(options), tablespace, statistics, indexComment });
}

export function indexTarget({ schema, name }: Pick<IndexPlace, 'schema' | 'name'>): string {
  return `INDEX ${quote.name(schema, name)}`;
}

export function formatOptions(options: Readonly<Record<string, string>>): string {
  return Object.entries(options)
    .map(([k, v]) => `${dottedIdent(k)}=${quote.literal(v)}`)
    .join(', ');
}

/** ` WITH (fillfactor='70')`, or nothing. */
export function withClause({ options = {} }: IndexStorage): string {
  return Object.keys(options).length === 0 ? '' : ` WITH (${formatOptions(options)})`;
}

/** What a constraint says about its index. */
export function keyIndexClause(key: KeyIndex): string {
  const place = key.tablespace === undefined ? '' : ` USING INDEX TABLESPACE ${quote.ident(key.tablespace)}`;
  return `${withClause(key)}${place}`;
}

/** The statements that set statistics targets of expressions: no other statement can. */
export function statisticsStatements(target: string, before: IndexStorage, after: IndexStorage): string[] {
  const [a, b] = [before.statistics ?? {}, after.statistics ?? {}];
  const columns = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((c) => a[c] !== b[c]);
  return columns.map((c) => `ALTER ${target} ALTER COLUMN ${Number(c)} SET STATISTICS ${Number(b[c] ?? -1)}`);
}

/** What ALTER INDEX changes in place. */
export function storageStatements(target: string, before: IndexStorage, after: IndexStorage): string[] {
  const [a, b] = [before.options ?? {}, after.options ?? {}];
  const gone = Object.keys(a).filter((k) => b[k] === undefined);
  const same = Object.entries(b).every(([k, v]) => a[k] === v);
  const tablespace = `SET TABLESPACE ${quote.ident(after.tablespace ?? 'pg_default')}`;
  return [
    ...(gone.length === 0 ? [] : [`ALTER ${target} RESET (${gone.map(dottedIdent).join(', ')})`]),
    ...(same ? [] : [`ALTER ${target} SET (${formatOptions(b)})`]),
    ...(before.tablespace === after.tablespace ? [] : [`ALTER ${target} ${tablespace}`]),
    ...statisticsStatements(target, before, after),
  ];
}

export function storageSteps(place: IndexPlace, before: IndexStorage, after: IndexStorage): StepDraft[] {
  const target = indexTarget(place);
  const undo = storageStatements(target, after, before);
  const { id, locks } = place;
  const forth = storageStatements(target, before, after);
  return forth.map((sql, i) => ({ sql, undo: i === 0 ? undo : [], needs: [id], locks }));
}

/** What a constraint that has just been added cannot say about its index. */
export function keyIndexSteps(place: IndexPlace, key: KeyIndex): StepDraft[] {
  const { id, locks } = place;
  return [
    ...statisticsStatements(indexTarget(place), {}, key).map((sql) => ({ sql, undo: [], needs: [id], locks })),
    ...firstComment(indexTarget(place), key.indexComment, id),
  ];
}

/** The same in an undo. */
export function keyIndexAgain(place: Pick<IndexPlace, 'schema' | 'name'>, key: KeyIndex): string[] {
  const target = indexTarget(place);
  return [...statisticsStatements(target, {}, key), ...commentAgain(target, key.indexComment)];
}

/** The fields that change while the constraint stays. */
export const KEY_INDEX_FIELDS: readonly string[] = ['options', 'tablespace', 'statistics', 'indexComment'];

export function keyIndexChange(place: IndexPlace, before: KeyIndex, after: KeyIndex): StepDraft[] {
  return [
    ...storageSteps(place, before, after),
    ...changedComment(indexTarget(place), before.indexComment, after.indexComment, place.id),
  ];
}
