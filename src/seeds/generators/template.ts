import { type CellMaker, type Generator } from './generator.ts';

const PART = /\{([^{}:]+)(?::(\d+))?\}/g;

/** `{ template: 'SKU-{ordinal:6}-{color}' }`: `ordinal` counts from 1 (padded with zeros), anything else is a column of the set. */
export const template: Generator = {
  options: [],
  distinct: (spec) => Array.from(String(spec.template).matchAll(PART)).some((m) => m[1] === 'ordinal'),
  check(spec, { columns, unique }) {
    const text = spec.template;
    if (typeof text !== 'string') return ['template takes a text'];
    const names = Array.from(text.matchAll(PART), (m) => m[1] ?? '');
    const unknown = names.filter((name) => name !== 'ordinal' && !columns.includes(name));
    return [
      ...unknown.map((name) => `template: the set has no column ${name}`),
      ...(unique && !names.includes('ordinal') ? ['a unique template needs {ordinal}'] : []),
    ];
  },
  make(spec, { sibling }) {
    const parts: CellMaker[] = [];
    let end = 0;
    const text = String(spec.template);
    const literal = (piece: string) => parts.push(() => piece);
    for (const match of text.matchAll(PART)) {
      literal(text.slice(end, match.index));
      const [whole, name = '', width] = match;
      if (name === 'ordinal') parts.push((ordinal) => String(ordinal + 1).padStart(Number(width ?? 0), '0'));
      else parts.push(sibling(name));
      end = match.index + whole.length;
    }
    literal(text.slice(end));
    return { at: (ordinal, row) => parts.map((part) => plainText(part(ordinal, row))).join('') };
  },
};

function plainText(cell: ReturnType<CellMaker>): string {
  if (cell === null) return '';
  if (cell instanceof Date) return cell.toISOString();
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}
