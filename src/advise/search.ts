import { type Shape, type Subject } from './candidate.ts';
import { type Need } from './need.ts';
import { type Predicate } from './predicate.ts';

const TRIGRAMS = new Set(['~~', '~~*', '~', '~*', 'like']);
/** All that the smaller operator class for jsonb can answer. */
const PATHS = new Set(['@>', '@?', '@@']);
const RANGE = /(range|multirange)$/;

/** Inverted and other indexes for what a B-tree cannot find: https://www.postgresql.org/docs/current/indexes-types.html */
export function searchShapes(need: Need, subject: Subject): Shape[] {
  if (subject.abilities.dialect !== 'postgres') return [];
  const searches = [...need.predicates, ...need.arms.flat()].filter((p) => p.use === 'search');
  const columns = new Set(searches.map((p) => p.expression ?? p.column));
  return [...columns].flatMap((key) => {
    const mine = searches.filter((p) => (p.expression ?? p.column) === key);
    const shape = searchShape(mine, subject);
    return shape === null ? [] : [shape];
  });
}

function searchShape(predicates: readonly Predicate[], { statistics, abilities }: Subject): Shape | null {
  const [first] = predicates;
  if (first === undefined) return null;
  const type = statistics?.columns.get(first.column)?.type ?? '';
  const key = first.expression === undefined ? { column: first.column } : { expression: first.expression };
  const operators = predicates.map((p) => p.operator);
  if (operators.every((o) => TRIGRAMS.has(o))) {
    if (!abilities.extensions.has('pg_trgm')) return null;
    return { parts: [{ ...key, opclass: 'gin_trgm_ops' }], method: 'gin', why: 'trigrams find a text within a text' };
  }
  if (operators.some((o) => TRIGRAMS.has(o))) return null;
  if (first.expression === undefined && RANGE.test(type))
    return { parts: [key], method: 'gist', why: 'ranges that overlap or contain' };
  if (type === 'jsonb' && operators.every((o) => PATHS.has(o))) {
    return { parts: [{ ...key, opclass: 'jsonb_path_ops' }], method: 'gin', why: 'what a document contains' };
  }
  return {
    parts: [key],
    method: 'gin',
    why: type === 'jsonb' ? 'keys and values of a document' : 'what a value is made of',
  };
}
