import { periodName } from '../../model/mysql-object.ts';
import {
  type Check,
  type ForeignKey,
  type Index,
  type IndexPart,
  type ReferentialAction,
  type Table,
  type Unique,
} from '../../model/object.ts';
import { columnsElsewhere } from '../partition-columns.ts';
import { type FieldPlaces } from '../places.ts';
import { compact } from './column.ts';
import { parseReferences } from './reference-text.ts';
import { add, entries, type Lowering, report, under } from './scope.ts';
import {
  type DeferrableYaml,
  deferrable,
  isList,
  type KeyIndexYaml,
  lacksColumns,
  lowerKeyIndex,
  lowerOptions,
  unknownColumn,
} from './table.ts';

interface Notes {
  readonly comment?: string;
  readonly renamed_from?: string;
}

type OptionsYaml = Readonly<Record<string, string | number | boolean>>;

export interface MembersYaml {
  readonly uniques?: Readonly<
    Record<
      string,
      | readonly string[]
      | (Notes &
          KeyIndexYaml & {
            readonly columns?: readonly string[];
            readonly partition_of?: string;
            readonly include?: readonly string[];
            readonly nulls_not_distinct?: boolean;
            readonly without_overlaps?: boolean;
            readonly deferrable?: DeferrableYaml;
          })
    >
  >;
  readonly checks?: Readonly<
    Record<
      string,
      | string
      | (Notes & {
          readonly expression: string;
          readonly no_inherit?: boolean;
          readonly not_valid?: boolean;
          readonly not_enforced?: boolean;
        })
    >
  >;
  readonly foreign_keys?: Readonly<
    Record<
      string,
      Notes & {
        readonly columns: readonly string[];
        readonly references: string;
        readonly on_delete?: ReferentialAction;
        readonly on_update?: ReferentialAction;
        readonly match?: 'simple' | 'full';
        readonly deferrable?: DeferrableYaml;
        readonly not_valid?: boolean;
        readonly not_enforced?: boolean;
        readonly on_delete_columns?: readonly string[];
        readonly period?: boolean;
      }
    >
  >;
  readonly indexes?: Readonly<
    Record<
      string,
      | readonly PartYaml[]
      | (Notes & {
          readonly columns?: readonly PartYaml[];
          readonly partition_of?: string;
          readonly only?: boolean;
          readonly unique?: boolean;
          readonly method?: string;
          readonly include?: readonly string[];
          readonly where?: string;
          readonly nulls_not_distinct?: boolean;
          readonly invisible?: boolean;
          readonly parser?: string;
          readonly options?: OptionsYaml;
          readonly tablespace?: string;
          readonly statistics?: OptionsYaml;
        })
    >
  >;
}

export type PartYaml =
  | string
  | {
      readonly column?: string;
      readonly expression?: string;
      readonly order?: 'asc' | 'desc';
      readonly nulls?: 'first' | 'last';
      readonly collation?: string;
      readonly opclass?: string;
      readonly length?: number;
    };

const on = <T extends boolean | undefined>(value: T): true | undefined => (value ? true : undefined);

export function lowerUniques(lowering: Lowering, table: Table, yaml: MembersYaml['uniques'], pointer: string): void {
  for (const [name, value] of entries(yaml)) {
    const at = under(pointer, name);
    const given = isList(value) ? { columns: value } : value;
    const list = isList(value) ? at : under(at, 'columns');
    const { columns = [] } = given;
    if (columns.length === 0 && given.partition_of === undefined) lacksColumns(lowering, name, at);
    checkColumns(lowering, table, columns, list);
    if (given.include) checkColumns(lowering, table, given.include, under(at, 'include'));
    const unique = compact<Unique>({
      kind: 'unique',
      schema: table.schema,
      table: table.name,
      name,
      columns,
      include: given.include,
      nullsNotDistinct: on(given.nulls_not_distinct),
      withoutOverlaps: on(given.without_overlaps),
      deferrable: deferrable(given.deferrable),
      ...lowerKeyIndex(given),
      partitionOf: given.partition_of,
      comment: given.comment || undefined,
      renamedFrom: given.renamed_from,
    });
    add(lowering, unique, at, () => ({ columns: list }));
  }
}

export function lowerChecks(lowering: Lowering, table: Table, yaml: MembersYaml['checks'], pointer: string): void {
  for (const [name, value] of entries(yaml)) {
    const at = under(pointer, name);
    const given = typeof value === 'string' ? { expression: value } : value;
    const check = compact<Check>({
      kind: 'check',
      schema: table.schema,
      table: table.name,
      name,
      expression: given.expression.trim(),
      noInherit: on(given.no_inherit),
      notValid: on(given.not_valid),
      notEnforced: on(given.not_enforced),
      comment: given.comment || undefined,
      renamedFrom: given.renamed_from,
    });
    add(lowering, check, at, () => ({ expression: typeof value === 'string' ? at : under(at, 'expression') }));
  }
}

export function lowerForeignKeys(
  lowering: Lowering,
  table: Table,
  yaml: MembersYaml['foreign_keys'],
  pointer: string,
): void {
  for (const [name, given] of entries(yaml)) {
    const at = under(pointer, name);
    checkColumns(lowering, table, given.columns, under(at, 'columns'));
    const target = parseReferences(lowering, given.references);
    if (target === null) {
      const hint = 'write table(column, …), or table alone for its primary key';
      report(
        lowering,
        'invalid-value',
        `cannot read ${JSON.stringify(given.references)}`,
        lowering.parsed.at(under(at, 'references')),
        hint,
      );
      continue;
    }
    const key = compact<ForeignKey>({
      kind: 'foreign_key',
      schema: table.schema,
      table: table.name,
      name,
      columns: given.columns,
      references: target,
      onDelete: action(lowering, given.on_delete),
      onUpdate: action(lowering, given.on_update),
      match: given.match === 'full' ? 'full' : undefined,
      deferrable: deferrable(given.deferrable),
      notValid: on(given.not_valid),
      notEnforced: on(given.not_enforced),
      onDeleteColumns: given.on_delete_columns,
      period: on(given.period),
      comment: given.comment || undefined,
      renamedFrom: given.renamed_from,
    });
    add(lowering, key, at, () => ({ references: under(at, 'references'), columns: under(at, 'columns') }));
  }
}

/** `no action` is what SQL does by itself; MariaDB, though, tells it from what it does by itself. */
function action({ dialect }: Lowering, yaml: ReferentialAction | undefined): ReferentialAction | undefined {
  return yaml === 'no action' && dialect === 'postgres' ? undefined : yaml;
}

/** Indexes of a table, or of a materialized view, whose columns only the server knows. */
export function lowerIndexes(
  lowering: Lowering,
  table: Table,
  yaml: MembersYaml['indexes'],
  pointer: string,
  relation?: 'materialized_view',
): void {
  for (const [name, value] of entries(yaml)) {
    const at = under(pointer, name);
    const given = isList<PartYaml>(value) ? { columns: value } : value;
    const list = isList<PartYaml>(value) ? at : under(at, 'columns');
    const checked = relation === undefined && !columnsElsewhere(table);
    const { columns = [] } = given;
    if (columns.length === 0 && given.partition_of === undefined) lacksColumns(lowering, name, at);
    const parts = columns.map((p, i) => lowerPart(lowering, table, p, under(list, i), checked));
    if (given.include && checked) checkColumns(lowering, table, given.include, under(at, 'include'));
    const plain = parts.every((p) => p.column !== undefined && Object.keys(p).length === 1);
    const fields: FieldPlaces = () => ({
      ...Object.fromEntries(parts.map((_, i) => [`parts.${i}`, under(list, i)] as const)),
      parts: list,
      where: under(at, 'where'),
    });
    if (lowering.dialect === 'mysql' && given.unique && plain && !given.method && !given.invisible) {
      const columns = parts.flatMap((p) => p.column ?? []);
      const unique: Unique = { kind: 'unique', schema: table.schema, table: table.name, name, columns };
      const noted = { ...unique, comment: given.comment || undefined, renamedFrom: given.renamed_from };
      add(lowering, compact(noted), at, fields);
      continue;
    }
    const method = given.method?.toLowerCase();
    const index = compact<Index>({
      kind: 'index',
      schema: table.schema,
      table: table.name,
      name,
      relation,
      unique: on(given.unique),
      method: method === 'btree' && lowering.dialect === 'postgres' ? undefined : method,
      parts,
      include: given.include,
      where: given.where?.trim(),
      nullsNotDistinct: on(given.nulls_not_distinct),
      invisible: on(given.invisible),
      parser: given.parser,
      options: lowerOptions(given.options),
      tablespace: given.tablespace,
      statistics: lowerOptions(given.statistics),
      partitionOf: given.partition_of,
      only: on(given.only),
      comment: given.comment || undefined,
      renamedFrom: given.renamed_from,
    });
    add(lowering, index, at, fields);
  }
}

/** A name that needs no quotes, as a column of a view may have. */
function isPlainName(text: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_$]*$/u.test(text);
}

const ORDER = /^(.*?)(?:\s+(asc|desc))?(?:\s+nulls\s+(first|last))?$/is;

function lowerPart(lowering: Lowering, table: Table, yaml: PartYaml, pointer: string, checked: boolean): IndexPart {
  const known = checked ? table.columns.map((c) => c.name) : { includes: isPlainName };
  if (typeof yaml !== 'string') {
    const { column, expression, order, nulls, collation, opclass, length } = yaml;
    if ((column === undefined) === (expression === undefined)) {
      report(
        lowering,
        'invalid-value',
        'a part of an index is either a column or an expression',
        lowering.parsed.at(pointer),
      );
    }
    if (column !== undefined && checked) checkColumn(lowering, table, column, pointer);
    return ordered({ column, expression: expression?.trim(), collation, opclass, length }, order === 'desc', nulls);
  }
  if (known.includes(yaml)) return { column: yaml };
  const [, head = yaml, order, nulls] = ORDER.exec(yaml.trim()) ?? [];
  const descending = order?.toLowerCase() === 'desc';
  const where = nulls?.toLowerCase() as 'first' | 'last' | undefined;
  if (known.includes(head)) return ordered({ column: head }, descending, where);
  const prefix = /^(.*)\((\d+)\)$/s.exec(head);
  if (lowering.dialect === 'mysql' && prefix !== null && known.includes(prefix[1] ?? '')) {
    return ordered({ column: prefix[1], length: Number(prefix[2]) }, descending, where);
  }
  const opclass = /^(.*\S)\s+([a-z_][a-z0-9_.]*)$/s.exec(head);
  if (lowering.dialect === 'postgres' && opclass !== null && known.includes(opclass[1] ?? '')) {
    return ordered({ column: opclass[1], opclass: opclass[2] }, descending, where);
  }
  const quoted = quotedName(lowering, head);
  if (quoted !== null && known.includes(quoted)) return ordered({ column: quoted }, descending, where);
  if (/^[\p{L}_][\p{L}\p{N}_$]*$/u.test(head)) checkColumn(lowering, table, head, pointer);
  const inner = lowering.dialect === 'mysql' && /^\(.*\)$/s.test(head) ? head.slice(1, -1) : head;
  return ordered({ expression: inner.trim() }, descending, where);
}

/** A name in the quotes of the dialect, without them; null for anything else. */
function quotedName({ dialect }: Lowering, text: string): string | null {
  const quote = dialect === 'mysql' ? '`' : '"';
  const inner = text.slice(1, -1).replaceAll(quote + quote, '');
  const whole = text.length > 2 && text.startsWith(quote) && text.endsWith(quote) && !inner.includes(quote);
  return whole ? text.slice(1, -1).replaceAll(quote + quote, quote) : null;
}

/** Nulls come last when ascending and first when descending unless told otherwise (PostgreSQL manual, CREATE INDEX). */
function ordered(part: IndexPart, descending: boolean, nulls: 'first' | 'last' | undefined): IndexPart {
  const implied = descending ? 'first' : 'last';
  return compact<IndexPart>({
    ...part,
    descending: descending ? true : undefined,
    nulls: nulls === implied ? undefined : nulls,
  });
}

function checkColumns(lowering: Lowering, table: Table, columns: readonly string[], pointer: string): void {
  if (columnsElsewhere(table)) return;
  for (const [i, column] of columns.entries()) {
    if (column !== periodName(table) && !table.columns.some((c) => c.name === column))
      checkColumn(lowering, table, column, under(pointer, i));
  }
}

function checkColumn(lowering: Lowering, table: Table, column: string, pointer: string): void {
  const known = table.columns.map((c) => c.name);
  if (!known.includes(column)) unknownColumn(lowering, column, table.name, known, lowering.parsed.at(pointer));
}
