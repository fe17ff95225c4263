import {
  type Database,
  type EnumType,
  type Extension,
  PUBLIC_COMMENT,
  type Schema,
  type View,
} from '../../model/object.ts';
import { lowerDefaultPrivileges } from './access.ts';
import { compact, lowerSequence, type SequenceYaml } from './column.ts';
import { refuseOtherDialect } from './one-dialect.ts';
import { add, declared, entries, type Lowering, report, splitName, under } from './scope.ts';
import { lowerMemberSections, lowerSections } from './section.ts';
import { isList, lowerOptions, lowerTable, type TableYaml } from './table.ts';

interface Notes {
  readonly comment?: string;
  readonly renamed_from?: string;
}

/** A schema file that its JSON Schema has let pass. */
export interface SchemaYaml {
  readonly schemas?: readonly string[] | Readonly<Record<string, Notes | null>>;
  readonly extensions?:
    | readonly string[]
    | Readonly<Record<string, (Notes & { readonly schema?: string; readonly version?: string | number }) | null>>;
  readonly enums?: Readonly<
    Record<string, readonly (string | number | boolean)[] | (Notes & { readonly values: readonly (string | number)[] })>
  >;
  readonly sequences?: Readonly<Record<string, SequenceYaml | null>>;
  readonly database?: { readonly charset?: string; readonly collation?: string };
  readonly default_privileges?: Parameters<typeof lowerDefaultPrivileges>[1];
  readonly tables?: Readonly<Record<string, TableYaml>>;
  readonly views?: Readonly<
    Record<
      string,
      | string
      | (Notes & {
          readonly query: string;
          readonly columns?: readonly string[];
          readonly check_option?: 'local' | 'cascaded';
          readonly options?: Readonly<Record<string, string | number | boolean>>;
          readonly column_comments?: Readonly<Record<string, string>>;
          readonly column_defaults?: Readonly<Record<string, string>>;
          readonly definer?: string;
        })
    >
  >;
}

/** Everything that one schema file declares. */
export function lowerSchemaFile(lowering: Lowering, yaml: SchemaYaml): void {
  refuseOtherDialect(lowering, yaml);
  for (const kind of ['schemas', 'extensions', 'enums', 'default_privileges'] as const) {
    if (lowering.dialect === 'mysql' && yaml[kind] !== undefined) {
      const at = lowering.parsed.keyAt(`/${kind}`);
      report(
        lowering,
        'unsupported-kind',
        `MySQL has no ${kind.replace('_', ' ')}`,
        at,
        'take them out, or set dialect: postgres',
      );
    }
  }
  lowerDatabase(lowering, yaml.database);
  lowerSchemas(lowering, yaml.schemas);
  lowerExtensions(lowering, yaml.extensions);
  for (const [key, value] of entries(yaml.enums)) {
    const { schema, name } = splitName(lowering.dialect, key);
    const at = under('/enums', key);
    const given = isList(value) ? { values: value } : value;
    const values = given.values.map(String);
    const twice = values.findIndex((v, i) => values.indexOf(v) !== i);
    if (twice !== -1) {
      const place = isList(value) ? under(at, twice) : under(at, 'values', twice);
      const message = `the value ${JSON.stringify(values[twice])} stands twice in ${key}`;
      report(lowering, 'duplicate-name', message, lowering.parsed.at(place), 'take one of them out');
    }
    const comment = 'comment' in given ? given.comment : undefined;
    const renamedFrom = 'renamed_from' in given ? given.renamed_from : undefined;
    add(
      lowering,
      compact<EnumType>({ kind: 'enum', schema, name, values, comment: comment || undefined, renamedFrom }),
      at,
      () => ({ values: at }),
    );
  }
  for (const [key, value] of entries(yaml.sequences)) {
    add(lowering, lowerSequence(lowering, key, value), under('/sequences', key));
  }
  for (const [key, value] of declared(yaml.tables)) lowerTable(lowering, key, value, under('/tables', key));
  for (const [key, value] of declared(yaml.views)) {
    const { schema, name } = splitName(lowering.dialect, key);
    const at = under('/views', key);
    const given = typeof value === 'string' ? { query: value } : value;
    const view = compact<View>({
      kind: 'view',
      schema,
      name,
      query: given.query.trim().replace(/\s*;$/, ''),
      columns: given.columns,
      checkOption: given.check_option,
      options: lowerOptions(given.options),
      columnComments: given.column_comments,
      columnDefaults: given.column_defaults,
      definer: given.definer,
      comment: given.comment || undefined,
      renamedFrom: given.renamed_from,
    });
    add(lowering, view, at, () => ({ query: typeof value === 'string' ? at : under(at, 'query') }));
    lowerMemberSections(
      lowering,
      { schema, table: name, relation: 'view' },
      { ...given } as Readonly<Record<string, unknown>>,
      at,
    );
  }
  lowerSections(lowering, yaml as Readonly<Record<string, unknown>>);
  lowerDefaultPrivileges(lowering, yaml.default_privileges);
}

/** A collation says its character set, but for some of MariaDB's that are of several. */
function lowerDatabase(lowering: Lowering, yaml: SchemaYaml['database']): void {
  if (yaml === undefined) return;
  if (lowering.dialect !== 'mysql') {
    const hint = 'take it out, or set dialect: mysql';
    report(lowering, 'unsupported-kind', 'PostgreSQL has no database:', lowering.parsed.keyAt('/database'), hint);
    return;
  }
  const collation = yaml.collation?.toLowerCase();
  const charset = (yaml.charset?.toLowerCase() ?? collation?.split('_')[0])?.replace(/^utf8$/, 'utf8mb3');
  add(lowering, compact<Database>({ kind: 'database', schema: '', name: 'defaults', charset, collation }), '/database');
}

function lowerSchemas(lowering: Lowering, yaml: SchemaYaml['schemas']): void {
  const list: [string, Notes | null, string][] = isList<string>(yaml ?? [])
    ? ((yaml ?? []) as readonly string[]).map((name, i) => [name, null, under('/schemas', i)])
    : entries(yaml as Record<string, Notes | null>).map(([name, notes]) => [name, notes, under('/schemas', name)]);
  for (const [name, notes, at] of list) {
    // It is always there: that it is listed says nothing, and its usual comment needs no saying.
    if (name === 'public' && Object.keys(notes ?? {}).length === 0) continue;
    const { comment = name === 'public' ? PUBLIC_COMMENT : undefined, renamed_from } = notes ?? {};
    add(
      lowering,
      compact<Schema>({ kind: 'schema', schema: '', name, comment: comment || undefined, renamedFrom: renamed_from }),
      at,
    );
  }
}

function lowerExtensions(lowering: Lowering, yaml: SchemaYaml['extensions']): void {
  type Given = Notes & { readonly schema?: string; readonly version?: string | number };
  const list: [string, Given | null, string][] = isList<string>(yaml ?? [])
    ? ((yaml ?? []) as readonly string[]).map((name, i) => [name, null, under('/extensions', i)])
    : entries(yaml as Record<string, Given | null>).map(([name, given]) => [name, given, under('/extensions', name)]);
  for (const [name, given, at] of list) {
    const extension = compact<Extension>({
      kind: 'extension',
      schema: '',
      name,
      into: given?.schema === 'public' ? undefined : given?.schema,
      version: given?.version === undefined ? undefined : String(given.version),
      comment: given?.comment || undefined,
    });
    add(lowering, extension, at);
  }
}
