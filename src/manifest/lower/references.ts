import { type Span } from '../../model/diagnostic.ts';
import { dotted, objectId, shownName } from '../../model/id.ts';
import { type DialectName } from '../../model/manifest.ts';
import { byId, type ForeignKey, type Index, idOf, type SchemaObject, type Table } from '../../model/object.ts';
import { didYouMean } from '../did-you-mean.ts';
import { withFamilies } from '../implied-families.ts';
import { columnsElsewhere, indexPart, partitionColumns, typedColumns } from '../partition-columns.ts';
import { type Gathered, report } from './scope.ts';

/**
 * What can be checked only once everything is there: where foreign keys lead, who owns sequences, names that the
 * server keeps in one namespace. Foreign keys without columns get the primary key's.
 */
export function resolveReferences(gathered: Gathered, dialect: DialectName): void {
  const { objects } = gathered;
  fillTyped(gathered);
  fillPartitions(gathered);
  fillIndexParts(gathered);
  const known = byId(objects);
  for (const [i, object] of objects.entries()) {
    if (object.kind === 'foreign_key') objects[i] = resolveKey(gathered, known, object);
    if (object.kind === 'sequence' && object.ownedBy !== undefined) {
      const table = known.get(objectId('table', object.schema, object.ownedBy.table));
      const column = object.ownedBy.column;
      if (table === undefined && mayBeUnread(gathered, object.ownedBy.table)) continue;
      if (table?.kind !== 'table' || !(columnsElsewhere(table) || table.columns.some((c) => c.name === column))) {
        const at = gathered.places.get(idOf(object));
        report(
          gathered,
          'unknown-column',
          `${object.name} is owned by ${dotted(object.ownedBy.table, column)}, which does not exist`,
          at,
          'write owned_by: table.column, of a table that is declared',
        );
      }
    }
  }
  addImpliedSchemas(gathered, known);
  objects.splice(0, objects.length, ...withFamilies(objects));
  if (dialect === 'postgres') checkRelationNames(gathered);
  else addImplicitIndexes(gathered);
}

/** Whether a file that has errors may declare a name: it is in its text. */
function mayBeUnread({ unread }: Gathered, name: string): boolean {
  return unread.some((text) => text.includes(name));
}

/** Tables of a type have the columns that the type says. */
function fillTyped(gathered: Gathered): void {
  const { objects, places } = gathered;
  const types = new Map(objects.flatMap((o) => (o.kind === 'composite' ? [[idOf(o), o] as const] : [])));
  for (const [i, table] of objects.entries()) {
    if (table.kind !== 'table' || table.of === undefined) continue;
    const id = objectId('composite', table.of.schema, table.of.name);
    const type = types.get(id);
    if (type !== undefined) objects[i] = { ...table, columns: typedColumns(table, type) };
    else if (!mayBeUnread(gathered, table.of.name))
      report(
        gathered,
        'unknown-object',
        `${table.name} is of the type ${shown(table.of)}, which is not declared`,
        places.get(idOf(table)),
      );
  }
}

/** Partitions that declare no columns have those of their table; of partitions of partitions the outer ones come first. */
function fillPartitions(gathered: Gathered): void {
  const { objects, places } = gathered;
  const tables = new Map(objects.flatMap((o, i) => (o.kind === 'table' ? [[idOf(o), i] as const] : [])));
  const filled = (id: string, depth: number): Table | null => {
    const at = tables.get(id);
    const table = at === undefined ? undefined : objects[at];
    if (at === undefined || table?.kind !== 'table') return null;
    const { partitionOf } = table;
    if (partitionOf === undefined || depth > tables.size) return table;
    const parent = filled(objectId('table', partitionOf.schema, partitionOf.table), depth + 1);
    if (parent === null) {
      if (mayBeUnread(gathered, partitionOf.table)) return table;
      const name = shown({ schema: partitionOf.schema, name: partitionOf.table });
      report(
        gathered,
        'unknown-table',
        `${table.name} is a partition of ${name}, which is not declared`,
        places.get(id),
      );
      return table;
    }
    if (table.columns.length > 0) return table;
    const whole = { ...table, columns: partitionColumns(parent) };
    objects[at] = whole;
    return whole;
  };
  for (const id of tables.keys()) filled(id, 0);
}

/** A partition's index or unique constraint holds what that of the whole table does. */
function fillIndexParts(gathered: Gathered): void {
  const { objects, places } = gathered;
  const known = byId(objects);
  for (const [i, object] of objects.entries()) {
    if ((object.kind !== 'index' && object.kind !== 'unique') || object.partitionOf === undefined) continue;
    const filled = indexPart(object, known);
    if (filled !== null) objects[i] = filled;
    else if (!mayBeUnread(gathered, object.partitionOf)) {
      const message = `${object.name} is a part of the ${object.kind === 'index' ? 'index' : 'unique constraint'} ${object.partitionOf}, which its table's table does not have`;
      report(gathered, 'unknown-table', message, places.get(idOf(object)));
    }
  }
}

/** A schema that objects live in is declared by them. */
function addImpliedSchemas({ objects }: Gathered, known: ReadonlyMap<string, SchemaObject>): void {
  const names = new Set(objects.map((o) => o.schema).filter((s) => s !== '' && s !== 'public'));
  const missing = [...names].filter((name) => !known.has(objectId('schema', '', name)));
  objects.unshift(...missing.map((name): SchemaObject => ({ kind: 'schema', schema: '', name })));
}

function resolveKey(gathered: Gathered, known: ReadonlyMap<string, SchemaObject>, key: ForeignKey): ForeignKey {
  const { schema, table, columns } = key.references;
  const place = (): Span | undefined =>
    gathered.places.get(`${idOf(key)}#references`) ?? gathered.places.get(idOf(key));
  const target = known.get(objectId('table', schema, table));
  if (target?.kind !== 'table') {
    if (mayBeUnread(gathered, table)) return key;
    const tables = [...known.values()].filter((o) => o.kind === 'table').map((o) => shown(o));
    const meant = didYouMean(shown({ schema, name: table }), tables);
    const hint =
      meant === undefined ? 'declare it under tables:, or mend the name' : `did you mean ${JSON.stringify(meant)}?`;
    report(
      gathered,
      'unknown-table',
      `${key.name} refers to the table ${shown({ schema, name: table })}, which is not declared`,
      place(),
      hint,
      idOf(key),
    );
    return key;
  }
  const names = target.columns.map((c) => c.name);
  for (const column of columnsElsewhere(target) ? [] : columns.filter((c) => !names.includes(c))) {
    const meant = didYouMean(column, names);
    const hint = meant === undefined ? `its columns: ${names.join(', ')}` : `did you mean ${JSON.stringify(meant)}?`;
    report(
      gathered,
      'unknown-column',
      `${key.name} refers to ${table}.${column}, which does not exist`,
      place(),
      hint,
      idOf(key),
    );
  }
  const resolved = columns.length > 0 ? columns : (target.primaryKey?.columns.map((k) => k.column) ?? []);
  if (resolved.length === 0) {
    report(
      gathered,
      'missing-key',
      `${key.name} refers to ${table}, which has no primary key`,
      place(),
      'name the columns: table(column, …)',
      idOf(key),
    );
  } else if (resolved.length !== key.columns.length) {
    const count = (n: number): string => (n === 1 ? '1 column' : `${n} columns`);
    const hint = `name a column of ${table} for each: ${table}(${resolved.join(', ')}) takes ${count(resolved.length)}`;
    report(
      gathered,
      'invalid-value',
      `${key.name} has ${count(key.columns.length)} but refers to ${count(resolved.length)}`,
      place(),
      hint,
      idOf(key),
    );
  }
  return { ...key, references: { schema, table, columns: resolved } };
}

function shown({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return dotted(schema === 'public' ? '' : schema, name);
}

/** Tables, views, sequences and indexes (also those of constraints) share one namespace in a PostgreSQL schema. */
function checkRelationNames(gathered: Gathered): void {
  const taken = new Map<string, SchemaObject>();
  const constraints = new Map<string, SchemaObject>();
  const claim = (map: Map<string, SchemaObject>, key: string, object: SchemaObject, what: string): void => {
    const other = map.get(key);
    if (other === undefined) map.set(key, object);
    else if (idOf(other) !== idOf(object)) clash(gathered, object, other, what);
  };
  for (const object of gathered.objects) {
    if (['table', 'view', 'materialized_view', 'sequence', 'index', 'unique', 'exclusion'].includes(object.kind)) {
      claim(taken, dotted(object.schema, object.name), object, `a ${object.kind}`);
    }
    if (['unique', 'check', 'foreign_key', 'exclusion'].includes(object.kind) && 'table' in object) {
      claim(constraints, dotted(object.schema, object.table, object.name), object, 'a constraint of the table');
    }
  }
}

function clash(gathered: Gathered, object: SchemaObject, other: SchemaObject, what: string): void {
  const earlier = gathered.places.get(idOf(other));
  const hint =
    earlier === undefined
      ? undefined
      : `the ${noun(other)} stands in ${earlier.file}:${earlier.line}:${earlier.column}`;
  const message = `the name ${JSON.stringify(object.name)} of ${what} is taken by the ${noun(other)} ${shownName(idOf(other))}`;
  report(gathered, 'duplicate-name', message, gathered.places.get(idOf(object)), hint, idOf(object));
}

function noun({ kind }: SchemaObject): string {
  return kind === 'unique' || kind === 'check' ? `${kind} constraint` : kind.replace('_', ' ');
}

/** InnoDB makes an index for a foreign key that has none (manual, FOREIGN KEY Constraints): it is declared, so that nothing is hidden. */
function addImplicitIndexes(gathered: Gathered): void {
  const { objects, places } = gathered;
  const prefixes = new Map<string, (readonly string[])[]>();
  const note = (table: string, columns: readonly string[]): void => {
    prefixes.set(table, [...(prefixes.get(table) ?? []), columns]);
  };
  for (const object of objects) {
    if (object.kind === 'table' && object.primaryKey) {
      note(object.name, whole(object.primaryKey.columns));
    }
    if (object.kind === 'unique') note(object.table, object.columns);
    if (object.kind === 'index' && object.method === undefined) note(object.table, whole(object.parts));
  }
  for (const key of objects.filter((o) => o.kind === 'foreign_key')) {
    const covered = (prefixes.get(key.table) ?? []).some((columns) => key.columns.every((c, i) => columns[i] === c));
    if (covered) continue;
    const { schema, table, name, columns } = key;
    const index: Index = { kind: 'index', schema, table, name, parts: columns.map((column) => ({ column })) };
    if (places.has(idOf(index))) continue;
    places.share(idOf(index), idOf(key));
    objects.push(index);
    note(table, columns);
  }
}

/** The leading columns that an index holds whole: a prefix length ends them. */
function whole(parts: readonly { readonly column?: string; readonly length?: number }[]): string[] {
  const end = parts.findIndex((p) => p.column === undefined || p.length !== undefined);
  return (end === -1 ? parts : parts.slice(0, end)).flatMap((p) => p.column ?? []);
}
