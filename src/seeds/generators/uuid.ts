import { bits, type CellKey } from '../hash.ts';
import { type Generator } from './generator.ts';

/** `{ uuid: true }`: a version 4 UUID of RFC 9562 (122 bits of the cell's own, so distinct without being asked). */
export const uuid: Generator = {
  options: [],
  distinct: () => true,
  check: (spec) => (spec.uuid === true ? [] : ['uuid takes no argument: write uuid: true']),
  make: (_spec, { key }) => ({ at: (_ordinal, row) => uuidOf(key, row) }),
};

function uuidOf(key: CellKey, row: number): string {
  const hex = [0, 1, 2, 3].map((lane) => bits(key, row, lane).toString(16).padStart(8, '0')).join('');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
