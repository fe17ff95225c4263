import { type Column, type Measured, type Relation } from './measure.ts';
import { type LintRuleName } from './rule.ts';

/** A rule that a statement breaks, and what it does, in words. */
export interface Verdict {
  readonly rule: LintRuleName;
  readonly message: string;
}

/**
 * What the measured effects of a statement mean: danger is a table that is written anew, an index that is built anew, or a table
 * that is read whole, under a lock that keeps others waiting. `shared` tells tables that others use already.
 */
export function judge(sql: string, measured: Measured, shared: (oid: string) => boolean): Verdict[] {
  const { before, after } = measured;
  const used = (oid: string): boolean => before.relations.has(oid) && shared(oid);
  const tables = [...before.relations.values()].filter((r) => used(r.of ?? r.oid));
  return [
    ...dangers(sql, measured, tables),
    ...losses(sql, measured, tables),
    ...columnChanges(measured, used),
    ...newIndexes(measured, used),
    ...[...after.relations.values()].filter((r) => !before.relations.has(r.oid)).flatMap(newTable),
    ...tables.flatMap((r) => {
      const now = after.relations.get(r.oid);
      return !r.rls && now?.rls
        ? [
            {
              rule: 'sec/rls-without-policy' as const,
              message: `row security on ${r.name}: policies must come with it`,
            },
          ]
        : [];
    }),
  ];
}

function dangers(sql: string, { before, after, locks, earlier }: Measured, tables: readonly Relation[]): Verdict[] {
  const words: string[] = [];
  let onlyEarlier = true;
  const strong = (oid: string): string | undefined => locks.get(oid);
  for (const r of tables.filter((t) => t.of === null)) {
    const now = after.relations.get(r.oid);
    const mode = strong(r.oid);
    if (now === undefined || mode === undefined) continue;
    const rewritten = now.node !== r.node;
    const read = now.scans > r.scans;
    const own = tables.filter((t) => t.of === r.oid);
    const rebuilt = own.filter((i) =>
      [...after.relations.values()].some((x) => x.name === i.name && x.node !== i.node),
    );
    if (!rewritten && !read && rebuilt.length === 0) continue;
    if (earlier.get(r.oid) === undefined) onlyEarlier = false;
    const does = rewritten ? 'writes' : read ? 'reads' : 'builds indexes of';
    words.push(
      `${does} all of ${r.name} under ${spoken(mode)}${rebuilt.length > 0 && !rewritten ? `, and builds ${rebuilt.map((i) => i.name).join(', ')} anew` : ''}`,
    );
  }
  if (words.length > 0) {
    const rebuilt = words.some((w) => w.includes(' anew'));
    const rewrites = words.some((w) => w.startsWith('writes'));
    const partitioned = tables.some((t) => t.kind === 'p' && locks.get(t.oid) === 'ShareLock');
    const own = ruleOf(sql, { rebuilt, rewrites, partitioned });
    const validates = onlyEarlier && /\bvalidate\s+constraint\b/i.test(sql);
    const late = onlyEarlier && own === 'lock/blocks';
    const rule = validates ? 'lock/validate-in-same-tx' : late ? 'lock/long-tx' : own;
    return [{ rule, message: words.join('; ') }];
  }
  const taken = tables.filter(
    (t) => t.of === null && after.relations.has(t.oid) && locks.get(t.oid) !== earlier.get(t.oid),
  );
  const [first] = taken;
  if (first === undefined) return [];
  const created = [...after.relations.keys()].some((oid) => !before.relations.has(oid));
  const mode = locks.get(first.oid) ?? '';
  const rule = created && mode === 'ShareRowExclusiveLock' ? 'lock/fk-hot-parent' : 'lock/brief-exclusive';
  return [{ rule, message: taken.map((t) => `${spoken(locks.get(t.oid) ?? '')} on ${t.name}`).join('; ') }];
}

const spoken = (mode: string): string =>
  mode
    .replace(/Lock$/, '')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase();

/** Forms of statements, the first that fits; only those that were measured to be dangerous come here. */
const FORMS: readonly (readonly [form: RegExp, rule: LintRuleName])[] = [
  [/^create\s+(?:unique\s+)?index\b/i, 'lock/index-not-concurrent'],
  [/^reindex\b/i, 'lock/reindex-not-concurrent'],
  [/^refresh\b/i, 'lock/refresh-matview'],
  [/^truncate\b/i, 'data/truncate'],
  [
    /^(?:cluster|vacuum)\b|\bset\s+(?:un)?logged\b|\bset\s+(?:tablespace|access\s+method)\b/i,
    'lock/rewrite-maintenance',
  ],
  [/^alter\s+domain\b/i, 'lock/constrained-domain'],
  [/\battach\s+partition\b/i, 'lock/attach-partition'],
  [/^create\s+table\b[\s\S]*\bpartition\s+of\b/i, 'lock/create-partition-of'],
  [/\bset\s+expression\b|\bgenerated\s+always\s+as\s*\([\s\S]*\)\s*stored\b/i, 'lock/generated-stored'],
  [/\badd\b[\s\S]*\bprimary\s+key\b/i, 'lock/primary-key'],
  [/\badd\b[\s\S]*\bforeign\s+key\b/i, 'lock/fk-not-valid'],
  [/\badd\s+(?:constraint\s+\S+\s+)?unique\b/i, 'lock/unique-constraint'],
  [/\bexclude\b/i, 'lock/exclusion'],
  [/\badd\s+(?:constraint\s+\S+\s+)?check\b/i, 'lock/check-not-valid'],
  [/\bset\s+not\s+null\b|\badd\s+(?:constraint\s+\S+\s+)?not\s+null\b/i, 'lock/set-not-null'],
];

function ruleOf(
  sql: string,
  effect: { readonly rebuilt: boolean; readonly rewrites: boolean; readonly partitioned: boolean },
): LintRuleName {
  const found = FORMS.find(([form]) => form.test(sql))?.[1];
  if (found === 'lock/index-not-concurrent' && effect.partitioned) return 'lock/partitioned-index';
  if (found !== undefined) return found;
  if (/\balter\s+(?:column\s+)?\S+\s+(?:set\s+data\s+)?type\b/i.test(sql)) {
    return effect.rewrites
      ? 'lock/type-rewrite'
      : effect.rebuilt
        ? 'lock/type-index-rebuild'
        : 'lock/type-check-rescan';
  }
  if (/\badd\s+column\b|^alter\s+table\b[\s\S]*\badd\b/i.test(sql))
    return effect.rewrites ? 'lock/volatile-default' : 'lock/add-column-scan';
  return 'lock/blocks';
}

function losses(sql: string, { after }: Measured, tables: readonly Relation[]): Verdict[] {
  const gone = tables.filter((t) => t.of === null && !after.relations.has(t.oid));
  const truncated = /^truncate\b/i.test(sql) ? [] : gone;
  return truncated.map((t) => ({ rule: 'data/drop-table', message: `${t.name} goes with its rows` }));
}

function columnChanges({ before, after }: Measured, used: (oid: string) => boolean): Verdict[] {
  const found: Verdict[] = [];
  const nameOf = (c: Column): string => `${after.relations.get(c.of)?.name ?? ''}.${c.name}`;
  for (const [key, was] of before.columns) {
    if (!used(was.of) || !after.relations.has(was.of)) continue;
    const now = after.columns.get(key);
    if (now === undefined) found.push({ rule: 'data/drop-column', message: `${nameOf(was)} goes with its values` });
    else if (now.name !== was.name)
      found.push({ rule: 'compat/rename-column', message: `${nameOf(was)} becomes ${now.name}` });
    else if (now.type !== was.type)
      found.push({ rule: 'compat/type-change', message: `${nameOf(now)}: ${was.type} becomes ${now.type}` });
  }
  for (const [key, now] of after.columns) {
    if (before.columns.has(key) || !used(now.of) || !now.notNull || now.filled) continue;
    found.push({ rule: 'data/not-null-may-fail', message: `${nameOf(now)} is NOT NULL and nothing fills it` });
  }
  for (const [oid, was] of before.relations) {
    const now = after.relations.get(oid);
    if (was.of === null && used(oid) && now !== undefined && now.name !== was.name)
      found.push({ rule: 'compat/rename-table', message: `${was.name} becomes ${now.name}` });
  }
  return found;
}

function newIndexes({ before, after }: Measured, used: (oid: string) => boolean): Verdict[] {
  return [...after.relations.values()]
    .filter((r) => r.of !== null && r.unique && used(r.of) && !before.relations.has(r.oid))
    .filter((r) => ![...before.relations.values()].some((b) => b.name === r.name))
    .map((r) => ({ rule: 'data/unique-may-fail', message: `${r.name} fails where rows have the same values` }));
}

function newTable(relation: Relation): Verdict[] {
  if (relation.kind !== 'r' || relation.keyed) return [];
  return [{ rule: 'schema/no-primary-key', message: `${relation.name} has no primary key` }];
}
