import { dirname, extname, resolve } from 'node:path';
import { type Diagnostic, type Span } from '../../model/diagnostic.ts';
import { type DialectName } from '../../model/manifest.ts';
import {
  type CountSpec,
  type GeneratorSpec,
  type SeedMode,
  type SeedSet,
  type SeedSource,
  type SeedValue,
} from '../../model/seed.ts';
import { type Parsed } from '../located.ts';
import { declared, report, splitName, under } from './scope.ts';

interface SetYaml {
  readonly table: string;
  readonly key?: readonly string[];
  readonly mode?: SeedMode;
  readonly targets?: readonly string[];
  readonly rows?: readonly Readonly<Record<string, SeedValue>>[];
  readonly file?: string;
  readonly count?: number | string;
  readonly seed?: number;
  readonly per?: { readonly set: string; readonly as: string; readonly count?: CountSpec };
  readonly columns?: Readonly<Record<string, GeneratorSpec>>;
}

/** A seeds file that its JSON Schema has let pass. */
export interface SeedsYaml {
  readonly sets?: Readonly<Record<string, SetYaml>>;
}

const FORMATS: Readonly<Record<string, 'csv' | 'json' | 'ndjson'>> = {
  '.csv': 'csv',
  '.json': 'json',
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
};

/** Every set of a seeds file; data files are named by their absolute path, `path` being the seeds file's own. */
export function lowerSeedsFile(
  parsed: Parsed,
  yaml: SeedsYaml,
  dialect: DialectName,
  path: string,
): { readonly sets: SeedSet[]; readonly diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const sets = declared(yaml.sets).flatMap(([name, value]): SeedSet[] => {
    const pointer = under('/sets', name);
    const at = parsed.keyAt(pointer);
    const source = sourceOf(value, path, (message, field, hint) => {
      report(
        { diagnostics },
        'bad-seed',
        `set ${name}: ${message}`,
        field === '' ? at : parsed.keyAt(under(pointer, field)),
        hint,
      );
    });
    if (source === null) return [];
    const places = new Map<string, Span>();
    const note = (path_: string, pointer_: string): void => {
      const span = parsed.keyAt(pointer_);
      if (span !== undefined) places.set(path_, span);
    };
    for (const field of Object.keys(value)) note(field, under(pointer, field));
    for (const column of Object.keys(value.columns ?? {})) note(`columns.${column}`, under(pointer, 'columns', column));
    value.rows?.forEach((_, i) => {
      note(`rows.${i}`, under(pointer, 'rows', i));
    });
    const { schema, name: table } = splitName(dialect, value.table);
    return [
      {
        name,
        schema,
        table,
        key: value.key ?? [],
        mode: value.mode ?? (source.from === 'generate' ? 'insert' : 'upsert'),
        targets: value.targets ?? null,
        source,
        ...(at === undefined ? {} : { at }),
        places,
      },
    ];
  });
  return { sets, diagnostics };
}

function sourceOf(
  value: SetYaml,
  path: string,
  fail: (message: string, field: string, hint?: string) => void,
): SeedSource | null {
  const generated = value.count !== undefined || value.per !== undefined;
  const given = [
    value.rows !== undefined && 'rows',
    value.file !== undefined && 'file',
    generated && 'count or per',
  ].filter(Boolean);
  if (given.length !== 1) {
    const message =
      given.length === 0 ? 'nothing says where its rows come from' : `its rows come from ${given.join(' and ')}`;
    fail(message, '', 'give it exactly one of: rows, file, count (or per)');
    return null;
  }
  if (value.rows !== undefined) return { from: 'rows', rows: value.rows };
  if (value.file !== undefined) {
    const format = FORMATS[extname(value.file).toLowerCase()];
    if (format === undefined) {
      fail(`cannot tell the format of ${value.file}`, 'file', 'name it .csv, .json or .ndjson');
      return null;
    }
    return { from: 'file', path: resolve(dirname(path), value.file), format };
  }
  if (value.columns === undefined && value.per === undefined) {
    fail('no columns are generated', '', 'add columns: with a generator for each');
    return null;
  }
  const { per } = value;
  return {
    from: 'generate',
    count: value.count === undefined ? undefined : Number(String(value.count).replaceAll('_', '')),
    per: per === undefined ? undefined : { set: per.set, as: per.as, count: per.count ?? 1 },
    seed: value.seed ?? 1,
    columns: value.columns ?? {},
  };
}
