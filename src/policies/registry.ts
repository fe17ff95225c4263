import { type RuleName } from '../model/policy.ts';
import { type Rule } from './rule.ts';
import { foreignKeyIndexed } from './rules/foreign-key-indexed.ts';
import { indexNameRule } from './rules/index-name.ts';
import { maxIndexesPerTable } from './rules/max-indexes-per-table.ts';
import { noDuplicateIndex } from './rules/no-duplicate-index.ts';
import { noRedundantIndex } from './rules/no-redundant-index.ts';

/** Every rule by its name. */
export const RULES: { readonly [R in RuleName]: Rule } = {
  'foreign-key-indexed': foreignKeyIndexed,
  'no-redundant-index': noRedundantIndex,
  'no-duplicate-index': noDuplicateIndex,
  'max-indexes-per-table': maxIndexesPerTable,
  'index-name': indexNameRule,
};
