import { type Span } from '../model/diagnostic.ts';
import { type ObjectId } from '../model/id.ts';
import { type Places } from '../model/manifest.ts';
import { type Parsed } from './located.ts';

/** Pointers by the paths of an object's fields; `key` where the key says more than the value. */
export type FieldPlaces = () => Readonly<Record<string, string | { readonly key: string }>>;

interface Entry {
  readonly parsed: Parsed;
  readonly pointer: string;
  readonly fields: FieldPlaces;
}

/** Where objects stand, as pointers: nothing is looked up in a file before somebody asks. */
export interface PlaceBook extends Places {
  has(id: ObjectId): boolean;
  set(id: ObjectId, parsed: Parsed, pointer: string, fields?: FieldPlaces): void;
  /** An object that stands where another does. */
  share(id: ObjectId, from: ObjectId): void;
}

export function openPlaces(): PlaceBook {
  const entries = new Map<ObjectId, Entry>();
  return {
    has: (id) => entries.has(id),
    get: (key) => {
      const whole = entries.get(key);
      if (whole !== undefined) return whole.parsed.keyAt(whole.pointer);
      // A name may hold the sign, too.
      for (let sign = key.indexOf('#'); sign !== -1; sign = key.indexOf('#', sign + 1)) {
        const entry = entries.get(key.slice(0, sign));
        if (entry !== undefined) return fieldPlace(entry, key.slice(sign + 1));
      }
      return undefined;
    },
    set: (id, parsed, pointer, fields = () => ({})) => void entries.set(id, { parsed, pointer, fields }),
    share: (id, from) => {
      const entry = entries.get(from);
      if (entry !== undefined) entries.set(id, { ...entry, fields: () => ({}) });
    },
  };
}

/** A field, or a line of a field's block text: `query.2`. */
function fieldPlace({ parsed, fields }: Entry, path: string): Span | undefined {
  const known = fields();
  const field = known[path];
  if (field !== undefined) return typeof field === 'string' ? parsed.at(field) : parsed.keyAt(field.key);
  const dot = path.lastIndexOf('.');
  const text = known[path.slice(0, dot)];
  return typeof text === 'string' && dot !== -1 ? parsed.linesAt(text)[Number(path.slice(dot + 1))] : undefined;
}
