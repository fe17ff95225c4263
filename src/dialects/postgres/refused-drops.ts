import { idOf, type Kind, type ObjectOf, type SchemaObject } from '../../model/object.ts';
import { type KindDriver, type Unsupported } from '../dialect.ts';

/** What is lost with an object besides what its CREATE gives back; null for one that loses nothing. */
type Loss<K extends Kind> = (object: ObjectOf<K>) => string | null;

const HIDDEN = 'the secrets that its options may hold, which dbops does not read';

/** Kinds without rows whose objects go only when that is allowed by name. */
const LOSSES: { readonly [K in Kind]?: Loss<K> } = {
  extension: () => 'everything it holds',
  // One that a column owns counts the column's values: they tell how far.
  sequence: ({ ownedBy }) => (ownedBy === undefined ? 'how far it has counted' : null),
  publication: () => 'what its subscribers get from it',
  subscription: () => 'its place in what it reads; its slot stays on the other server until it is dropped there',
  event_trigger: () => 'what it watches over',
  language: () => 'what is written in it',
  role: () => 'its password, and what it may do in other databases',
  foreign_data_wrapper: () => HIDDEN,
  foreign_server: () => HIDDEN,
  user_mapping: () => HIDDEN,
};

/** A driver whose drops are refused unless allowed, where more is lost than an undo can give back. */
export function withRefusedDrops<K extends Kind>(
  kind: K,
  driver: KindDriver<K> | Unsupported,
): KindDriver<K> | Unsupported {
  const loss = LOSSES[kind] as Loss<K> | undefined;
  if ('unsupported' in driver || loss === undefined) return driver;
  return {
    ...driver,
    drop(object, context) {
      const id = idOf(object as SchemaObject);
      const lost = context.after.has(id) && !KEPT_SECRETS.has(kind) ? null : loss(object);
      const message = `drops the ${kind.replaceAll('_', ' ')} ${object.name} with ${lost}`;
      return driver.drop(object, context).map((step) => {
        if (lost === null || !step.ends?.includes(id)) return step;
        return { ...step, hazards: [...(step.hazards ?? []), { kind: 'loses_data', object: id, message }] };
      });
    },
  };
}

/** Those that lose it also when they are made anew. */
const KEPT_SECRETS: ReadonlySet<Kind> = new Set([
  'subscription',
  'foreign_data_wrapper',
  'foreign_server',
  'user_mapping',
]);
