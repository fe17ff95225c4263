import { ACCESS_FIELDS } from '../../model/access.ts';
import { type Change } from '../../model/change.ts';
import { sameData } from '../../model/digest.ts';
import { type ObjectId } from '../../model/id.ts';
import { type Column, columnId, type Index, type SchemaObject, type Table } from '../../model/object.ts';

type Alter = Extract<Change, { type: 'alter' }>;

/** Ids that something mentions which is there before and after. */
export type Mentioned = (id: ObjectId) => boolean;

/**
 * Whether all that differs is names, flags and literals, which the server keeps as they are written: both sides then differ
 * in fact, whatever a scratch place would say. In doubt they do not.
 */
export function asWritten({ before, after, fields }: Alter, mentioned: Mentioned): boolean {
  return fields.every((field) => {
    if (EVERYWHERE.has(field)) return true;
    if (before.kind === 'table' && after.kind === 'table')
      return field === 'columns' && columns(before, after, mentioned);
    if (before.kind === 'index' && after.kind === 'index' && field === 'parts')
      return isPlain(before) && isPlain(after);
    return NAMES[after.kind]?.includes(field) ?? false;
  });
}

const EVERYWHERE: ReadonlySet<string> = new Set(['comment', ...ACCESS_FIELDS]);

/** Fields that hold names of columns and tables, and words that the manifest's schema lists. */
const NAMES: Partial<Record<SchemaObject['kind'], readonly string[]>> = {
  index: ['unique', 'include'],
  unique: ['columns', 'include'],
  foreign_key: ['columns', 'references', 'onDelete', 'onUpdate', 'deferrable'],
};

const isPlain = ({ parts }: Index): boolean =>
  parts.every((p) => p.column !== undefined && p.collation === undefined && p.opclass === undefined);

/** Partitions and heirs share columns with others. */
const isAlone = ({ partitionOf, inherits }: Table): boolean => partitionOf === undefined && inherits === undefined;

function columns(before: Table, after: Table, mentioned: Mentioned): boolean {
  if (!isAlone(before) || !isAlone(after)) return false;
  const [former, present] = [byName(before), byName(after)];
  const gone = before.columns.filter((c) => !present.has(c.name));
  return (
    after.columns.every((c) => {
      const old = former.get(c.name);
      return c.renamedFrom === undefined && (old === undefined ? isNewPlainly(c) : changesPlainly(old, c));
    }) && !gone.some((c) => mentioned(columnId(before.schema, before.name, c.name)))
  );
}

const byName = ({ columns }: Table): ReadonlyMap<string, Column> => new Map(columns.map((c) => [c.name, c]));

/** A type that every server has, and a literal that fits it or none: nothing that the server could refuse. */
function isNewPlainly({ name: _, type, notNull: __, comment: ___, default: value, ...rest }: Column): boolean {
  return (
    Object.values(rest).every((v) => v === undefined) && TYPE.test(type) && (value === undefined || fits(type, value))
  );
}

function changesPlainly(before: Column, after: Column): boolean {
  const { notNull: _, comment: __, default: former, ...rest } = before;
  const { notNull: ___, comment: ____, default: value, ...others } = after;
  if (!sameData(rest, others)) return false;
  if (former === value || value === undefined) return true;
  if (!fits(after.type, value)) return false;
  return former === undefined || (fits(after.type, former) && literal(former) !== literal(value));
}

const TYPE =
  /^(smallint|integer|bigint|numeric(\(\d{1,2},[1-9]\))?|boolean|text|character varying(\(\d{1,4}\))?|uuid|jsonb?|bytea|date)$/;

/** Literals of which the server keeps every character. */
const LITERAL: readonly (readonly [type: RegExp, value: RegExp])[] = [
  [/^(smallint|integer|bigint)$/, /^(0|[1-9]\d{0,3})$/],
  [/^boolean$/, /^(true|false)$/],
  [/^(text|character varying)$/, /^'(?:[^'\\]|'')*'(::(text|character varying))?$/],
];

function fits(type: string, value: string): boolean {
  return LITERAL.some(([types, values]) => types.test(type) && values.test(value));
}

const literal = (value: string): string => value.replace(/::[a-z ]+$/, '');
