import { tokens } from '../../model/statements.ts';

/** What the server says that a statement is, once names are resolved (the note that EXPLAIN leaves). */
export interface ShownQuery {
  /** Database and table by alias. */
  readonly tables: ReadonlyMap<string, { readonly database: string; readonly table: string }>;
  readonly orderBy: readonly string[];
  readonly groupBy: readonly string[];
  readonly limit: number | undefined;
}

interface Piece {
  readonly text: string;
  readonly name: boolean;
  readonly start: number;
  readonly end: number;
  readonly depth: number;
}

const JOINS = new Set(['from', 'join', ',', '(', 'straight_join']);

/** https://dev.mysql.com/doc/refman/9.0/en/explain-extended.html */
export function readShown(note: string): ShownQuery {
  const pieces = piecesOf(note);
  const tables = new Map<string, { database: string; table: string }>();
  for (const [i, piece] of pieces.entries()) {
    if (!JOINS.has(piece.text.toLowerCase()) || piece.name) continue;
    const [a, dot, b, c, d] = pieces.slice(i + 1, i + 6);
    if (!a?.name || dot?.text !== '.' || !b?.name) continue;
    if (c?.text === '.') continue;
    const alias = c?.name && d?.text !== '.' ? c.text : b.text;
    tables.set(alias, { database: a.text, table: b.text });
  }
  return {
    tables,
    orderBy: clause(note, pieces, 'order'),
    groupBy: clause(note, pieces, 'group'),
    limit: limitOf(pieces),
  };
}

function piecesOf(note: string): Piece[] {
  const pieces: Piece[] = [];
  let depth = 0;
  for (const { type, start, end } of tokens(note, 'mysql')) {
    if (type === 'comment') continue;
    const text = note.slice(start, end);
    if (text === ')') depth -= 1;
    pieces.push({
      text: type === 'name' ? text.slice(1, -1).replaceAll('``', '`') : text,
      name: type === 'name',
      start,
      end,
      depth,
    });
    if (text === '(') depth += 1;
  }
  return pieces;
}

const AFTER = new Set(['having', 'order', 'limit', 'union', 'window', 'for', 'lock', 'with']);

/** The items of the outermost ORDER BY or GROUP BY. */
function clause(note: string, pieces: readonly Piece[], word: string): string[] {
  const at = pieces.findIndex(
    (p, i) => p.depth === 0 && !p.name && p.text.toLowerCase() === word && pieces[i + 1]?.text.toLowerCase() === 'by',
  );
  if (at < 0) return [];
  const items: string[] = [];
  let from: number | null = null;
  let to = 0;
  for (const piece of pieces.slice(at + 2)) {
    const ends = piece.depth === 0 && !piece.name && AFTER.has(piece.text.toLowerCase());
    if (ends) break;
    if (piece.depth === 0 && piece.text === ',' && from !== null) {
      items.push(note.slice(from, to));
      from = null;
      continue;
    }
    from ??= piece.start;
    to = piece.end;
  }
  return from === null ? items : [...items, note.slice(from, to)];
}

function limitOf(pieces: readonly Piece[]): number | undefined {
  const at = pieces.findLastIndex((p) => p.depth === 0 && !p.name && p.text.toLowerCase() === 'limit');
  if (at < 0) return undefined;
  const [first, comma, second] = pieces.slice(at + 1, at + 4).map((p) => p.text);
  const wanted = Number(comma === ',' ? second : first);
  return Number.isFinite(wanted) ? wanted + (comma === ',' ? Number(first) : 0) : undefined;
}
