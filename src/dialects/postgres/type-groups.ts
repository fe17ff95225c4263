/** A type's text taken apart: `character varying(20)[]` → `{ base: 'character varying', args: [20], array: true }`. */
export interface ParsedType {
  readonly base: string;
  readonly args: readonly number[];
  readonly array: boolean;
}

export const STRINGS = new Set(['text', 'character varying', 'character', 'citext', 'public.citext', 'name']);
export const NUMBERS = ['smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision'];
export const WHOLE = ['smallint', 'integer', 'bigint'];
