import { type ObjectId } from '../../model/id.ts';
import { type Column } from '../../model/object.ts';
import { type DriverContext } from '../dialect.ts';
import { isCheckedInside } from './containers.ts';
import { ownType } from './needs.ts';

type Sides = Pick<DriverContext, 'before' | 'after'>;

/** Whether a type is made anew or gives way to one of another kind: an enum when it loses a value or changes the order of those that it has. */
export function isExchanged(type: string, { before, after }: Sides): boolean {
  const [from, to] = [ownType(type, { before, after: before }), ownType(type, { before: after, after })];
  const [a, b] = [before.get(from ?? ''), after.get(to ?? '')];
  if (a === undefined || b === undefined) return false;
  if (a.kind === 'enum' && b.kind === 'enum') {
    const kept = b.values.filter((v) => a.values.includes(v));
    return kept.length !== a.values.length || kept.some((v, i) => v !== a.values[i]);
  }
  if (a.kind === 'domain' && b.kind === 'domain') {
    const changed = a.type !== b.type || a.collation !== b.collation || isCheckedInside(a, b, before);
    return changed || isExchanged(a.type, { before, after });
  }
  return a.kind !== b.kind;
}

/**
 * The types of columns that are made anew. Who leaves another table frees them: its columns are its own by then, and change
 * by themselves; on the way back they are as they were before they are that one's.
 */
export function typesAnew(columns: readonly Column[], context: Sides): ObjectId[] {
  const types = columns.map((c) => (isExchanged(c.type, context) ? ownType(c.type, context) : null));
  return types.filter((id) => id !== null);
}
