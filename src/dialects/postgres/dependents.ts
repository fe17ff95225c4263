import { type ObjectId } from '../../model/id.ts';
import { idOf, type Kind, type SchemaObject } from '../../model/object.ts';
import { type DriverContext, type KindDriver } from '../dialect.ts';
import { kinds } from './kinds.ts';

/** What stood on the given ids, tables aside: how to take it down, and put it up again. */
export function dependentStatements(
  ids: readonly ObjectId[],
  context: DriverContext,
): { readonly drop: string[]; readonly create: string[] } {
  const found = new Map<ObjectId, SchemaObject>();
  for (let added = new Set(ids); added.size > 0; ) {
    const next = [...context.before.values()].filter(
      (o) => !found.has(idOf(o)) && stands(o) && o.dependsOn?.some((id) => added.has(id)),
    );
    for (const o of next) found.set(idOf(o), o);
    added = new Set(next.map(idOf));
  }
  const objects = [...found.values()];
  return {
    drop: objects.toReversed().flatMap((o) => drafts(o, 'drop', context)),
    create: objects.flatMap((o) => drafts(o, 'create', context)),
  };
}

const STANDING = new Set<Kind>([
  ...([
    'view',
    'materialized_view',
    'check',
    'function',
    'aggregate',
    'policy',
    'trigger',
    'rule',
    'exclusion',
  ] as const),
]);

function stands(object: SchemaObject): boolean {
  if (object.kind !== 'index') return STANDING.has(object.kind);
  return (
    object.relation !== undefined || object.where !== undefined || object.parts.some((p) => p.expression !== undefined)
  );
}

function drafts(object: SchemaObject, how: 'create' | 'drop', context: DriverContext): string[] {
  const driver = kinds[object.kind] as KindDriver<Kind>;
  return driver[how](object, context).map((s) => s.sql);
}
