import { type DialectName } from '../../model/manifest.ts';
import { type Column, type Identity, type Sequence, type SequenceOptions } from '../../model/object.ts';
import { isOnline } from './online.ts';
import { checkLength, type Lowering, splitName } from './scope.ts';

export interface SequenceYaml {
  readonly type?: string;
  readonly start?: number | string;
  readonly increment?: number | string;
  readonly min?: number | string;
  readonly max?: number | string;
  readonly cache?: number | string;
  readonly cycle?: boolean;
  readonly unlogged?: boolean;
  readonly engine?: string;
  readonly owned_by?: string;
  readonly comment?: string;
  readonly renamed_from?: string;
}

export interface ColumnYaml {
  readonly type: string;
  readonly inherited?: boolean;
  readonly not_null?: boolean | 'inherited' | 'own';
  readonly default?: string | number | boolean | null;
  readonly identity?:
    | 'always'
    | 'by_default'
    | (SequenceYaml & Pick<Identity, 'mode' | 'sequence' | 'logged' | 'comment'>);
  readonly auto_increment?: boolean;
  readonly generated?: string | { readonly expression: string; readonly stored?: boolean };
  readonly collation?: string;
  readonly charset?: string;
  readonly on_update?: string;
  readonly invisible?: boolean;
  readonly check?: string;
  readonly storage?: string;
  readonly compression?: string;
  readonly statistics?: number | string;
  readonly options?: Readonly<Record<string, string | number | boolean>>;
  readonly foreign_options?: Readonly<Record<string, string | number | boolean>>;
  readonly not_null_name?: string;
  readonly not_null_no_inherit?: boolean;
  readonly not_null_not_valid?: boolean;
  readonly not_null_comment?: string;
  readonly comment?: string;
  readonly renamed_from?: string;
  readonly online?: boolean;
  readonly up?: string;
  readonly down?: string;
}

/** Drops what is undefined, so that absent means the server's own. */
export function compact<T extends object>(object: T): T {
  const kept: Partial<T> = {};
  for (const key in object) if (object[key] !== undefined) kept[key] = object[key];
  return kept as T;
}

const SERIAL: Readonly<Record<string, string>> = {
  serial: 'integer',
  serial4: 'integer',
  bigserial: 'bigint',
  serial8: 'bigint',
  smallserial: 'smallint',
  serial2: 'smallint',
};

function lowerIdentity(given: Exclude<NonNullable<ColumnYaml['identity']>, string>): Identity {
  const { mode, sequence, logged, comment } = given;
  return compact({ mode, sequence, ...sequenceOptions(given, undefined), logged, comment: comment || undefined });
}

/** A column, and for PostgreSQL's serial types the sequence that they stand for (manual, section 8.1.4). */
export function lowerColumn(
  lowering: Lowering,
  table: { readonly schema: string; readonly name: string; readonly renamedFrom?: string },
  name: string,
  yaml: string | ColumnYaml,
  pointer: string,
): { readonly column: Column; readonly sequence?: Sequence } {
  const { dialect } = lowering;
  checkLength(lowering, name, pointer);
  const given: ColumnYaml = typeof yaml === 'string' ? { type: yaml } : yaml;
  const { identity, generated } = given;
  const column: Column = compact<Column>({
    name,
    type: given.type.trim(),
    inherited: given.inherited ? true : undefined,
    notNull: given.not_null || identity !== undefined || given.auto_increment ? true : undefined,
    default: given.default === undefined || given.default === null ? undefined : literal(given.default),
    identity:
      identity === undefined ? undefined : typeof identity === 'string' ? { mode: identity } : lowerIdentity(identity),
    autoIncrement: given.auto_increment ? true : undefined,
    generated:
      generated === undefined
        ? undefined
        : typeof generated === 'string'
          ? { expression: generated.trim(), ...(dialect === 'postgres' ? { stored: true as const } : {}) }
          : { expression: generated.expression.trim(), ...(generated.stored ? { stored: true as const } : {}) },
    collation: given.collation,
    charset: given.charset,
    onUpdate: given.on_update,
    invisible: given.invisible ? true : undefined,
    check: given.check?.trim(),
    storage: given.storage?.toLowerCase(),
    compression: given.compression,
    statistics: given.statistics === undefined ? undefined : String(given.statistics),
    options:
      given.options && Object.fromEntries(Object.entries(given.options).map(([k, v]) => [k, String(v)] as const)),
    foreignOptions:
      given.foreign_options &&
      Object.fromEntries(Object.entries(given.foreign_options).map(([k, v]) => [k, String(v)] as const)),
    notNullName: given.not_null_name,
    notNullInherited: given.not_null === 'inherited' ? true : undefined,
    notNullOwn: given.not_null === 'own' ? true : undefined,
    notNullNoInherit: given.not_null_no_inherit ? true : undefined,
    notNullNotValid: given.not_null_not_valid ? true : undefined,
    notNullComment: given.not_null_comment || undefined,
    comment: given.comment || undefined,
    // Expanded, it stands beside the former one: nothing is renamed.
    renamedFrom: isOnline(given) ? undefined : given.renamed_from,
  });
  const integer = dialect === 'postgres' ? SERIAL[column.type.toLowerCase()] : undefined;
  if (integer === undefined) return { column };
  return serialColumn(table, column, integer);
}

/** What PostgreSQL makes of a column of a serial type; `type` is that of its numbers. */
export function serialColumn(
  table: { readonly schema: string; readonly name: string; readonly renamedFrom?: string },
  column: Column,
  type: string,
): { readonly column: Column; readonly sequence: Sequence } {
  const name = sequenceName(table.name, column.name);
  const former =
    table.renamedFrom === undefined && column.renamedFrom === undefined
      ? undefined
      : sequenceName(table.renamedFrom ?? table.name, column.renamedFrom ?? column.name);
  const quoted = [table.schema, name].map((n) => (/^[a-z_][a-z0-9_$]*$/.test(n) ? n : `"${n.replaceAll('"', '""')}"`));
  const text = (table.schema === 'public' ? quoted.slice(1) : quoted).join('.').replaceAll("'", "''");
  return {
    column: { ...column, type, notNull: true, default: `nextval('${text}'::regclass)` },
    sequence: compact<Sequence>({
      kind: 'sequence',
      schema: table.schema,
      name,
      type: type === 'bigint' ? undefined : type,
      ownedBy: { table: table.name, column: column.name },
      renamedFrom: former,
    }),
  };
}

/** PostgreSQL's makeObjectName: table and column are cut in turn, the longer one first, so that all fits in 63 bytes. */
function sequenceName(table: string, column: string): string {
  let [a, b] = [Buffer.from(table), Buffer.from(column)];
  while (a.length + b.length > 63 - '_'.length - '_seq'.length) {
    if (a.length > b.length) a = a.subarray(0, -1);
    else b = b.subarray(0, -1);
  }
  return `${whole(a)}_${whole(b)}_seq`;
}

/** The text of the bytes without a half character at the end. */
function whole(bytes: Buffer): string {
  return bytes.toString().replace(/�+$/, '');
}

/** A literal as SQL: text is SQL already. */
function literal(value: string | number | boolean): string {
  return typeof value === 'string' ? value.trim() : String(value);
}

/** The options of a sequence in canonical form: what the server would choose by itself is absent. */
export function sequenceOptions(
  yaml: SequenceYaml,
  type: string | undefined,
  dialect: DialectName = 'postgres',
): SequenceOptions {
  const text = (v: number | string | undefined): string | undefined => (v === undefined ? undefined : String(v));
  const increment = text(yaml.increment);
  const down = increment?.startsWith('-') ?? false;
  const limit = (dialect === 'mysql' ? MARIADB : LIMITS[type ?? 'bigint']) ?? LIMITS.bigint;
  const defaultMin = down ? (limit?.[0] ?? '') : '1';
  const defaultMax = down ? '-1' : (limit?.[1] ?? '');
  const unless = (value: string | undefined, same: string): string | undefined => (value === same ? undefined : value);
  const min = unless(text(yaml.min), defaultMin);
  const max = unless(text(yaml.max), defaultMax);
  const start = unless(text(yaml.start), down ? (max ?? defaultMax) : (min ?? defaultMin));
  return compact({
    start,
    increment: unless(increment, '1'),
    min,
    max,
    cache: unless(text(yaml.cache), dialect === 'mysql' ? '1000' : '1'),
    cycle: yaml.cycle ? (true as const) : undefined,
  });
}

const LIMITS: Readonly<Record<string, readonly [string, string]>> = {
  smallint: ['-32768', '32767'],
  integer: ['-2147483648', '2147483647'],
  bigint: ['-9223372036854775808', '9223372036854775807'],
};

/** https://mariadb.com/kb/en/create-sequence/ */
const MARIADB = ['-9223372036854775807', '9223372036854775806'] as const;

/** A sequence of its own. */
export function lowerSequence(lowering: Lowering, key: string, yaml: SequenceYaml | null): Sequence {
  const { schema, name } = splitName(lowering.dialect, key);
  const type = yaml?.type === 'bigint' ? undefined : yaml?.type;
  const dot = yaml?.owned_by === undefined ? null : splitOwner(yaml.owned_by);
  return compact<Sequence>({
    kind: 'sequence',
    schema,
    name,
    type,
    ...sequenceOptions(yaml ?? {}, type, lowering.dialect),
    unlogged: yaml?.unlogged ? true : undefined,
    engine: yaml?.engine,
    ownedBy: dot ?? undefined,
    comment: yaml?.comment || undefined,
    renamedFrom: yaml?.renamed_from,
  });
}

function splitOwner(text: string): { table: string; column: string } {
  const { schema, name } = splitName('postgres', text);
  return { table: schema, column: name };
}
