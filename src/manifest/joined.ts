import { located, type Parsed, pointerPart } from './located.ts';
import { type Found, parsePiece, placesIn } from './parse.ts';
import { type Piece } from './pieces.ts';

/** A file that was read in pieces, and the pieces that had to be parsed for it. */
export interface Joined {
  readonly parsed: Parsed;
  readonly fresh: readonly { readonly piece: Piece; readonly data: unknown }[];
}

/** What is known of one section: the line that it starts at, and its entries; null while it has none. */
interface Section {
  readonly head: number;
  readonly entries: Map<string, unknown> | null;
  readonly value: unknown;
}

/** What pieces say together; null if one of them says nothing alone, or two the same: then the file is read as a whole. */
export function joined(
  file: string,
  pieces: readonly Piece[],
  known: (piece: Piece) => { readonly data: unknown } | null,
): Joined | null {
  const sections = new Map<string, Section>();
  const owners = new Map<string, () => Found>();
  const fresh: { piece: Piece; data: unknown }[] = [];
  for (const piece of pieces) {
    const { section: name, head, body } = piece;
    const kept = known(piece);
    const read = kept ?? parsePiece(file, piece);
    if (read === null) return null;
    if (kept === null) fresh.push({ piece, data: read.data });
    const value = (read.data as Readonly<Record<string, unknown>>)[name];
    const places = placesIn(file, piece.text, (line) => (line === 1 ? head : body + line - 2));
    const earlier = sections.get(name);
    if (earlier === undefined) {
      sections.set(name, { head, value, entries: isMap(value) ? new Map() : null });
      owners.set(`/${name}`, places);
    } else if (earlier.head !== head || earlier.entries === null || !isMap(value)) return null;
    const entries = sections.get(name)?.entries ?? new Map<string, unknown>();
    for (const [key, entry] of isMap(value) ? Object.entries(value) : []) {
      if (entries.has(key)) return null;
      entries.set(key, entry);
      owners.set(`/${name}/${pointerPart(key)}`, places);
    }
  }
  const data = Array.from(
    sections,
    ([name, { entries, value }]) => [name, entries === null ? value : Object.fromEntries(entries)] as const,
  );
  const start = owners.values().next().value as () => Found;
  const find = (pointer: string): Found => {
    const [, section = '', key = ''] = pointer.split('/');
    return (owners.get(`/${section}/${key}`) ?? owners.get(`/${section}`) ?? start)();
  };
  return { parsed: located(file, Object.fromEntries(data), find), fresh };
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
