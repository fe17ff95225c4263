import { idKind, idName, type ObjectId, objectId, parseDotted } from '../../model/id.ts';
import { type Kind, type Routine } from '../../model/object.ts';
import { sqlNames } from '../../model/sql-text.ts';
import { type DriverContext } from '../dialect.ts';
import { calls, RELATIONS, TYPES, typesBelow } from './needs.ts';
import { once } from './once.ts';

type Sides = Pick<DriverContext, 'before' | 'after'>;
type Objects = Sides['after'];

const KINDS: ReadonlySet<string> = new Set<Kind>([
  ...(['collation', 'text_search_dictionary', 'text_search_configuration'] as const),
  ...TYPES,
]);

const NAMED_ALIKE = [...TYPES, ...RELATIONS];

/**
 * The types, collations and text search objects that the string of a routine names and that come or go: the catalog does not know of
 * them, and whatever calls the routine as it is made (an index, a computed column) runs that string. None that calls routines itself.
 */
export function bodyTypes({ body = '' }: Routine, sides: Sides): ObjectId[] {
  const named = oneSided(sides.before)(sides.after).filter((id) => calls(body, id));
  if (named.length === 0) return [];
  const names = sqlNames(body);
  return named.filter((id) => {
    const [schema = '', name = ''] = parseDotted(idName(id)) ?? [];
    return names.some(({ parts }) => parts.at(-1) === name && (parts.at(-2) ?? schema) === schema);
  });
}

const oneSided = once((before: Objects) =>
  once((after: Objects): readonly ObjectId[] => {
    const only = (of: Objects, other: Objects): ObjectId[] =>
      [...of.keys()].filter((id) => KINDS.has(idKind(id)) && !other.has(id) && !callsRoutines(id, of));
    const gone = only(before, after).filter((id) => !isTaken(id, after));
    return [...gone, ...only(after, before)];
  }),
);

/** Whether another type or relation has the name: a routine of then means that. */
function isTaken(id: ObjectId, objects: Objects): boolean {
  const [schema = '', name = ''] = parseDotted(idName(id)) ?? [];
  return NAMED_ALIKE.some((kind) => objects.has(objectId(kind, schema, name)));
}

const callsRoutines = (id: ObjectId, objects: Objects): boolean =>
  [id, ...typesBelow(id, objects)].some((one) =>
    (objects.get(one)?.dependsOn ?? []).some((other) => idKind(other) === 'function'),
  );
