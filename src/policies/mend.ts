import { type DialectName } from '../model/manifest.ts';
import { byId, type SchemaObject, type Table } from '../model/object.ts';
import { type Finding, type PolicySet } from '../model/policy.ts';
import { DEFAULT_PATTERN } from './index-names.ts';
import { RULES } from './registry.ts';
import { tableFacts } from './rule.ts';

export interface MendInput {
  readonly objects: readonly SchemaObject[];
  readonly policies: PolicySet;
  readonly findings: readonly Finding[];
  readonly dialect: DialectName;
}

/** The desired objects as the enforced rules would have them, and the findings that this mends. Pure: the caller plans the difference. */
export function mendPolicies({ objects, policies, findings, dialect }: MendInput): {
  readonly objects: readonly SchemaObject[];
  readonly mended: readonly Finding[];
} {
  if (findings.length === 0) return { objects, mended: [] };
  const naming = policies.rules.find((r) => r.rule === 'index-name' && r.level !== 'off');
  const pattern = naming?.pattern ?? DEFAULT_PATTERN;
  const mended: Finding[] = [];
  let current = byId(objects);
  for (const finding of findings) {
    const config = policies.rules.find((r) => r.rule === finding.rule);
    const { mend, check } = RULES[finding.rule];
    if (config?.enforce === undefined || mend === undefined) continue;
    const tables = tableFacts([...current.values()]);
    // An earlier mend may have settled this one: of two redundant indexes only one goes.
    if (!check(tables, config).some((f) => f.object === finding.object)) continue;
    const taken = (table: Table): ReadonlySet<string> => takenNames(current.values(), table, dialect);
    const changes = mend(finding, tables, { config, dialect, pattern, taken });
    if (changes.size === 0) continue;
    current = new Map(current);
    for (const [id, object] of changes) {
      if (object === null) current.delete(id);
      else current.set(id, object);
    }
    mended.push(finding);
  }
  return { objects: [...current.values()], mended };
}

/** Index names are one namespace with tables in a PostgreSQL schema, and a namespace of each table's own on MySQL. */
function takenNames(objects: Iterable<SchemaObject>, table: Table, dialect: DialectName): ReadonlySet<string> {
  const names = new Set<string>();
  for (const object of objects) {
    if (object.schema !== table.schema) continue;
    if (dialect === 'postgres' || ('table' in object && object.table === table.name)) names.add(object.name);
  }
  return names;
}
