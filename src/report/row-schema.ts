import { type DialectName } from '../model/manifest.ts';
import { type Column, type SchemaObject } from '../model/object.ts';

export interface RowSchema {
  readonly name: string;
  readonly schema: object;
}

/** A JSON Schema for the rows of each declared table, as the drivers give them: 64-bit and decimal numbers as strings. */
export function rowSchemas(objects: readonly SchemaObject[], dialect: DialectName): RowSchema[] {
  const enums = new Map(objects.flatMap((o) => (o.kind === 'enum' ? [[o.name.toLowerCase(), o.values] as const] : [])));
  return objects.flatMap((table): RowSchema[] => {
    if (table.kind !== 'table') return [];
    const properties = Object.fromEntries(table.columns.map((c) => [c.name, columnSchema(c, enums, dialect)]));
    const schema = {
      title: pascal(table.schema === '' || table.schema === 'public' ? table.name : `${table.schema}_${table.name}`),
      ...(table.comment === undefined ? {} : { description: table.comment }),
      type: 'object',
      properties,
      required: table.columns.map((c) => c.name),
      additionalProperties: false,
    };
    return [{ name: schema.title, schema }];
  });
}

function columnSchema(column: Column, enums: ReadonlyMap<string, readonly string[]>, dialect: DialectName): object {
  const value = typeSchema(column.type, enums, dialect);
  const notes = column.comment === undefined ? {} : { description: column.comment };
  return column.notNull ? { ...value, ...notes } : { anyOf: [value, { type: 'null' }], ...notes };
}

function typeSchema(type: string, enums: ReadonlyMap<string, readonly string[]>, dialect: DialectName): object {
  const text = type.trim().toLowerCase();
  if (text.endsWith('[]')) return { type: 'array', items: typeSchema(text.slice(0, -2), enums, dialect) };
  const values = enums.get(text.split('.').at(-1)?.replaceAll('"', '') ?? '');
  if (values !== undefined) return { type: 'string', enum: values };
  const listed = /^enum\((.*)\)$/s.exec(type.trim());
  if (listed !== null) {
    const items = (listed[1] ?? '').match(/'(?:[^']|'')*'/g) ?? [];
    return { type: 'string', enum: items.map((v) => v.slice(1, -1).replaceAll("''", "'")) };
  }
  const base = text
    .replace(/\(.*?\)/, '')
    .replace(/\s+(unsigned|zerofill).*$/, '')
    .trim();
  return TYPES[base] ?? { type: 'string' };
}

const NUMBER = { type: 'number' } as const;
const BOOLEAN = { type: 'boolean' } as const;
const TYPES: Readonly<Record<string, object>> = {
  smallint: NUMBER,
  int2: NUMBER,
  integer: NUMBER,
  int: NUMBER,
  int4: NUMBER,
  tinyint: NUMBER,
  mediumint: NUMBER,
  real: NUMBER,
  float: NUMBER,
  float4: NUMBER,
  float8: NUMBER,
  double: NUMBER,
  'double precision': NUMBER,
  year: NUMBER,
  boolean: BOOLEAN,
  bool: BOOLEAN,
  json: {},
  jsonb: {},
};

function pascal(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((w) => w !== '');
  const joined = words.map((w) => w.charAt(0).toUpperCase() + w.slice(1)).join('');
  return /^\p{L}/u.test(joined) ? joined : `Table${joined}`;
}
