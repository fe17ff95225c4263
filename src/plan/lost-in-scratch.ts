import { type SchemaObject } from '../model/object.ts';
import { type Spellings } from './reconcile.ts';

/** What names objects that need not be in the scratch place, and is never spelled otherwise. */
const NAMES: ReadonlySet<string> = new Set(['clusteredOn', 'replicaIdentity', 'triggerStates']);

/** A settled object with the attributes that the scratch place has lost as they are declared: it cannot tell whether they are alike. */
export function withLost<T extends SchemaObject>(settled: T, spellings: Spellings): T {
  const fields = (object: SchemaObject): Map<string, unknown> =>
    new Map(Object.entries(object).filter(([key, value]) => value !== undefined && !IGNORED.has(key)));
  const [live, liveSpelled] = [fields(spellings.before), fields(spellings.beforeSpelled)];
  const [declared, declaredSpelled] = [fields(spellings.after), fields(spellings.afterSpelled)];
  const lost = [
    ...[...live.keys()].filter((key) => !liveSpelled.has(key)),
    ...[...NAMES].filter((key) => declared.has(key) && !declaredSpelled.has(key)),
  ];
  if (lost.length === 0) return settled;
  const written = lost.map((key) => [key, declared.get(key)] as const);
  return { ...settled, ...Object.fromEntries(written) };
}

const IGNORED: ReadonlySet<string> = new Set(['owner', 'grants', 'identityGrants', 'dependsOn', 'renamedFrom']);
