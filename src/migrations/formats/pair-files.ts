import { type DialectName } from '../../model/manifest.ts';
import { type MigrationFile } from '../file.ts';
import { type MigrationSource, type ReadMigrations } from './format.ts';
import { decode, headerOf, inOrder, notText, sha256, wholeOf } from './sql-text.ts';

/** A migration whose up and down are whole files. */
export interface Pair {
  readonly version: string;
  readonly name: string;
  readonly up: MigrationSource;
  readonly down: MigrationSource | null;
  /** Whether the layout says, beside the text, that it runs in a transaction; null: the text tells. */
  readonly transaction: boolean | null;
  readonly seal?: string;
}

const ALONE = /^-- transaction: none\s*$/m;

/** The mark of a file that is one statement which must stand alone, where the layout has none of its own. */
export const ALONE_MARK = '-- transaction: none';

export function migrationOf(pair: Pair, dialect: DialectName): MigrationFile | null {
  const { version, name, up, down, transaction, seal } = pair;
  const text = decode(up.bytes);
  const back = down === null ? null : decode(down.bytes);
  if (text === null) return null;
  const mode = (t: string): boolean => (transaction ?? dialect === 'postgres') && !ALONE.test(t);
  const section = back === null ? null : wholeOf(back, mode(back), dialect);
  return {
    version,
    name,
    path: up.path,
    checksum: sha256(up.bytes),
    up: wholeOf(text, mode(text), dialect),
    down: section === null || down === null ? null : { ...section, path: down.path },
    header: headerOf(text),
    ...(seal === undefined ? {} : { seal }),
  };
}

export function readPairs(
  pairs: readonly Pair[],
  dialect: DialectName,
  order?: (a: MigrationFile, b: MigrationFile) => number,
): ReadMigrations {
  const files = pairs.map((p) => ({ pair: p, file: migrationOf(p, dialect) }));
  return inOrder(
    files.flatMap(({ file }) => (file === null ? [] : [file])),
    files.flatMap(({ pair, file }) => (file === null ? [notText(pair.up.path)] : [])),
    order,
  );
}
