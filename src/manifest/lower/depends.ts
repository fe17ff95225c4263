import { dotted, type ObjectId, objectId } from '../../model/id.ts';
import { type DialectName } from '../../model/manifest.ts';
import { byId, columnId, idOf, type Operator, type SchemaObject } from '../../model/object.ts';
import { type SqlName, sqlNames, sqlOperators } from '../../model/sql-text.ts';
import { sectionTexts } from '../sections.ts';
import { defaultSchema } from './scope.ts';

/**
 * Fills `dependsOn` with every declared object that the texts of an object mention: more than it really needs rather than
 * less. The server's own catalog replaces this as soon as it has seen the object.
 */
export function withDependencies(objects: readonly SchemaObject[], dialect: DialectName): SchemaObject[] {
  const named = new Map<string, SchemaObject[]>();
  for (const object of objects) {
    if (!NAMED.has(object.kind)) continue;
    const key = object.name.toLowerCase();
    named.set(key, [...(named.get(key) ?? []), object]);
  }
  const operators = objects.filter((o) => o.kind === 'operator');
  const classes = objects.filter((o) => o.kind === 'operator_class').filter((o) => o.default);
  const home = defaultSchema(dialect);
  const known = byId(objects);
  const read = new Map<string, SqlName[]>();
  const namesOf = (text: string): SqlName[] => {
    const names = read.get(text) ?? sqlNames(text);
    read.set(text, names);
    return names;
  };
  return objects.map((object): SchemaObject => {
    const texts = textsOf(object, dialect);
    const sorts =
      classes.length === 0
        ? []
        : typesUnderKeys(object, known)
            .flatMap(namesOf)
            .map((n) => n.parts.at(-1));
    const found = new Set(classes.filter((c) => sorts.includes(namesOf(c.type).at(-1)?.parts.at(-1))).map(idOf));
    if (texts.length === 0 && found.size === 0) return object;
    const own = idOf(object);
    const words = new Set<string>();
    for (const { parts } of [...new Set(texts)].flatMap(namesOf)) {
      for (const part of parts) words.add(part.toLowerCase());
      parts.forEach((part, i) => {
        const schema = parts[i - 1];
        for (const target of named.get(part.toLowerCase()) ?? []) {
          const reachable = ['', home, schema, object.schema].includes(target.schema);
          if (reachable && idOf(target) !== own && !isOwner(object, target)) found.add(idOf(target));
        }
      });
    }
    if (operators.length > 0) for (const id of operatorsIn(texts, object, operators)) found.add(id);
    const owner = 'table' in object ? [objectId('table', object.schema, object.table)] : [];
    for (const id of OVER_COLUMNS.has(object.kind) ? [...found, ...owner] : []) {
      const table = known.get(id);
      if (table?.kind !== 'table') continue;
      for (const { name } of table.columns) {
        if (words.has(name.toLowerCase())) found.add(columnId(table.schema, table.name, name));
      }
    }
    return found.size === 0 ? object : { ...object, dependsOn: [...found].sort() };
  });
}

/** The types that an index or a key has to find an operator class for, by itself. */
function typesUnderKeys(object: SchemaObject, known: ReadonlyMap<ObjectId, SchemaObject>): string[] {
  if (object.kind === 'table') {
    const keys = new Set(object.primaryKey?.columns.map((c) => c.column));
    return object.columns.flatMap((c) => (keys.has(c.name) ? [c.type] : []));
  }
  if (object.kind !== 'index' && object.kind !== 'unique' && object.kind !== 'exclusion') return [];
  const table = known.get(objectId('table', object.schema, object.table));
  return table?.kind === 'table' ? table.columns.map((c) => c.type) : [];
}

/** Operators may name each other before they are there; what an operator calls is there before it. */
function operatorsIn(texts: readonly string[], object: SchemaObject, operators: readonly Operator[]): ObjectId[] {
  if (object.kind === 'operator') return [];
  const signs = new Set(texts.flatMap(sqlOperators));
  const used = operators.filter((o) => signs.has(o.name));
  const isCalled = (o: Operator): boolean =>
    object.kind === 'function' && sqlNames(o.definition).some((n) => n.parts.includes(object.name.toLowerCase()));
  return used.filter((o) => !isCalled(o)).map(idOf);
}

const NAMED = new Set<SchemaObject['kind']>([
  ...['table', 'view', 'materialized_view', 'sequence', 'enum', 'domain', 'composite', 'range'],
  ...['function', 'aggregate', 'collation', 'operator_class', 'operator_family', 'language', 'access_method'],
  ...[
    'foreign_data_wrapper',
    'foreign_server',
    'text_search_parser',
    'text_search_template',
    'text_search_dictionary',
    'text_search_configuration',
  ],
] as SchemaObject['kind'][]);

/** Kinds whose texts hold columns of the tables they mention. */
const OVER_COLUMNS = new Set<SchemaObject['kind']>([
  'view',
  'materialized_view',
  'check',
  'exclusion',
  'index',
  'statistics',
  'policy',
  'trigger',
  'rule',
  'function',
  'publication',
]);

/** A sequence owned by a column is needed by its table, never the other way round; members know their table by themselves. */
function isOwner(object: SchemaObject, target: SchemaObject): boolean {
  return (
    target.kind === 'table' && 'table' in object && object.table === target.name && object.schema === target.schema
  );
}

function textsOf(object: SchemaObject, dialect: DialectName): string[] {
  switch (object.kind) {
    case 'table':
      return [
        ...object.columns.flatMap((c) => [
          ...[c.type, c.default ?? '', c.generated?.expression ?? ''],
          ...(dialect === 'postgres' && c.collation !== undefined ? [c.collation] : []),
        ]),
        object.accessMethod ?? '',
        object.foreign?.server ?? '',
        ...(object.of === undefined ? [] : [dotted(object.of.schema, object.of.name)]),
      ];
    case 'check':
      return [object.expression];
    case 'index':
      return [
        ...object.parts.flatMap((p) => [p.expression ?? '', p.collation ?? '', p.opclass ?? '']),
        object.where ?? '',
      ].filter((t) => t !== '');
    case 'domain':
      return [...(sectionTexts(object) ?? []), object.collation ?? ''];
    case 'composite':
      return object.attributes.flatMap((a) => [a.type, a.collation ?? '']);
    case 'view':
      return [object.query];
    case 'trigger':
      return [...(sectionTexts(object) ?? []), ...object.events];
    default:
      return sectionTexts(object) ?? [];
  }
}
