import { sameData } from '../../model/digest.ts';
import { callOf, idKind, type ObjectId } from '../../model/id.ts';
import { type DriverContext } from '../dialect.ts';

/**
 * The functions below what an expression calls that are made anew, or leave their name to others below what it is to call: the
 * expression has to let go of them before those come, as a call may mean either while both are there.
 */
export function exchangedBelow(
  former: readonly ObjectId[],
  next: readonly ObjectId[],
  { before, after }: Pick<DriverContext, 'before' | 'after'>,
): ObjectId[] {
  const calls = new Set([...functionsBelow(next, after)].map(callOf));
  return [...functionsBelow(former, before)].filter(
    (id) => calls.has(callOf(id)) && !sameData(before.get(id), after.get(id)),
  );
}

function functionsBelow(ids: readonly ObjectId[], objects: DriverContext['before']): ReadonlySet<ObjectId> {
  const isCalled = (id: ObjectId): boolean => idKind(id) === 'function' || idKind(id) === 'cast';
  const found = new Set(ids.filter(isCalled));
  for (const id of found) for (const other of objects.get(id)?.dependsOn ?? []) if (isCalled(other)) found.add(other);
  return new Set([...found].filter((id) => idKind(id) === 'function'));
}
