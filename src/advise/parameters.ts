import { type ColumnStatistics, type TableStatistics } from '../dialects/dialect.ts';
import { type ObjectId } from '../model/id.ts';
import { type Need } from './need.ts';
import { type Predicate } from './predicate.ts';

/**
 * Values for the parameters of a statement that its application might well ask for, by what the statistics say of the
 * columns they are compared with; null when one has no such value.
 */
export function typicalValues(
  statement: string,
  types: readonly string[],
  needs: readonly Need[],
  statistics: ReadonlyMap<ObjectId, TableStatistics>,
): string[] | null {
  const values = types.map((type, i) => {
    const number = i + 1;
    for (const need of needs) {
      const all = [...need.predicates, ...need.arms.flat()];
      const predicate = all.find((p) => p.parameter === number);
      if (predicate === undefined) continue;
      const column = statistics.get(need.table)?.columns.get(predicate.column);
      const value = predicate.expression === undefined && column !== undefined ? typical(predicate, column, all) : null;
      if (value !== null) return type.endsWith('[]') ? `{"${value.replaceAll(/["\\]/g, '\\$&')}"}` : value;
    }
    if (new RegExp(`\\boffset\\s+\\$${number}\\b`, 'i').test(statement)) return '0';
    if (new RegExp(`\\b(limit|first|next)\\s+\\$${number}\\b`, 'i').test(statement)) return '20';
    return BY_TYPE[type] ?? null;
  });
  return values.every((v) => v !== null) ? values : null;
}

const BY_TYPE: Readonly<Record<string, string>> = {
  smallint: '1',
  integer: '1',
  bigint: '1',
  numeric: '1',
  real: '1',
  'double precision': '1',
  text: 'x',
  'character varying': 'x',
  boolean: 'true',
  interval: '1 day',
  date: 'today',
  'timestamp without time zone': 'now',
  'timestamp with time zone': 'now',
};

/** One value of many for equality; for a range the last twentieth, or the window that two bounds make there. */
function typical(predicate: Predicate, column: ColumnStatistics, all: readonly Predicate[]): string | null {
  const { bounds, common } = column;
  if (predicate.use === 'range') {
    const sorted = bounds.length > 1 ? bounds : common.map((c) => c.value).sort();
    const up = predicate.operator.startsWith('>');
    const window = all.some(
      (p) => p !== predicate && p.use === 'range' && p.column === predicate.column && p.operator.startsWith('>') !== up,
    );
    const share = up ? 0.95 : window ? 0.975 : 0.05;
    return sorted[Math.min(sorted.length - 1, Math.round(share * (sorted.length - 1)))] ?? null;
  }
  const fair = 1 / Math.max(1, column.distinct ?? 1);
  const nearest = [...common].sort((a, b) => Math.abs(a.share - fair) - Math.abs(b.share - fair))[0];
  const value = bounds[Math.floor(bounds.length / 2)] ?? nearest?.value ?? null;
  if (value === null || predicate.use !== 'prefix') return value;
  return `${value.slice(0, 4).replaceAll(/[%_\\]/g, '')}%`;
}
