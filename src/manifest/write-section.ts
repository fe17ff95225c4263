import { ACCESS_FIELDS } from '../model/access.ts';
import { dotted, namePart } from '../model/id.ts';
import { type Index, idOf, type SchemaObject, tableIdOf } from '../model/object.ts';
import { isImpliedFamily, usualFamily } from './implied-families.ts';
import { orderedKey } from './key-order.ts';
import { MEMBER_SECTIONS, SECTIONS, type Section } from './sections.ts';
import { accessData } from './write-access.ts';
import { indexData } from './write-keys.ts';

type Data = Record<string, unknown>;

const snake = (key: string): string => key.replaceAll(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);

/** The top-level keys of the kinds that are written field by field. */
export function sectionsData(objects: readonly SchemaObject[]): Data {
  const filled = (Object.entries(SECTIONS) as [string, Section][]).map(([key, section]) => {
    const own = objects.filter((o) => isOf(section, o) && !isImpliedFamily(o, objects));
    return [key, Object.fromEntries(own.map((o) => [keyOf(section, o), withIndexes(section, o, objects)]))] as const;
  });
  return Object.fromEntries(filled.filter(([, data]) => Object.keys(data).length > 0));
}

/** The keys of a table or view for what belongs to it. */
export function memberSectionsData(owner: SchemaObject, objects: readonly SchemaObject[]): Data {
  const id = idOf(owner);
  const filled = (Object.entries(MEMBER_SECTIONS) as [string, Section][]).map(([key, section]) => {
    const own = objects.filter((o) => o.kind === section.kind && tableIdOf(o) === id);
    return [key, Object.fromEntries(own.map((o) => [o.name, fieldsData(section, o)]))] as const;
  });
  return Object.fromEntries(filled.filter(([, data]) => Object.keys(data).length > 0));
}

function isOf(section: Section, object: SchemaObject): boolean {
  if (object.kind !== section.kind) return false;
  return object.kind !== 'function' || (object.procedure ?? false) === (section.fixed?.procedure ?? false);
}

function keyOf(section: Section, object: SchemaObject): string {
  const { schema, name } = object;
  const place = dotted(schema === 'public' ? '' : schema, name);
  if ('signature' in object && (schema !== '' || object.signature !== '')) {
    const sign =
      object.kind === 'operator' ? [schema === 'public' ? '' : `${namePart(schema)}.`, name].join('') : place;
    return `${sign}(${object.signature})`;
  }
  return section.global ? name : place;
}

const KEYS = new Set<string>([
  'kind',
  'schema',
  'name',
  'table',
  'relation',
  'signature',
  'dependsOn',
  'secrets',
  ...ACCESS_FIELDS,
]);

/** The fields of an object in snake_case, or the one that a bare string stands for. */
function fieldsData(section: Section, object: SchemaObject): unknown {
  const skipped = (key: string): boolean =>
    KEYS.has(key) ||
    section.fixed?.[key] !== undefined ||
    (section.pair?.fields.includes(key) ?? false) ||
    (key === 'family' && object.kind === 'operator_class' && object.family === usualFamily(object));
  const fields = Object.entries(object).filter(([key, value]) => !skipped(key) && value !== undefined);
  const written = fields.map(([key, value]): [string, unknown] => {
    const short = section.named?.[key];
    return [snake(key), short === undefined ? value : namedData(short, value as readonly NamedItem[])];
  });
  return shortened(section.short, [...written, ...Object.entries(accessData(object))]);
}

interface NamedItem {
  readonly name: string;
}

function namedData(short: string, list: readonly NamedItem[]): Data {
  return Object.fromEntries(
    list.map(({ name, ...rest }) => [
      orderedKey(name),
      shortened(
        short,
        Object.entries(rest).map(([key, value]): [string, unknown] => [snake(key), value]),
      ),
    ]),
  );
}

function shortened(short: string | undefined, fields: readonly [string, unknown][]): unknown {
  const [only, ...others] = fields;
  if (only !== undefined && others.length === 0 && only[0] === short) return only[1];
  return Object.fromEntries(fields);
}

function withIndexes(section: Section, object: SchemaObject, objects: readonly SchemaObject[]): unknown {
  const data = fieldsData(section, object);
  if (object.kind !== 'materialized_view') return data;
  const indexes = objects.filter((o): o is Index => o.kind === 'index' && tableIdOf(o) === idOf(object));
  if (indexes.length === 0) return data;
  const fields = typeof data === 'string' ? { query: data } : (data as Data);
  return { ...fields, indexes: Object.fromEntries(indexes.map((i) => [i.name, indexData(i)])) };
}
