import { type DialectName } from '../model/manifest.ts';
import {
  byId,
  type ForeignKey,
  type Index,
  idOf,
  type ObjectOf,
  type SchemaObject,
  type Table,
  tableIdOf,
  type Unique,
} from '../model/object.ts';
import { type Finding, type RuleConfig, type RuleName } from '../model/policy.ts';

/** A finding before the rule's name and level are put to it. */
export type Fact = Pick<Finding, 'object' | 'message' | 'hint'>;

/** Changes to the desired objects that mend a finding: by id, null takes the object out. */
export type Mend = ReadonlyMap<string, SchemaObject | null>;

/** One index policy. */
export interface Rule {
  readonly name: RuleName;
  readonly check: (tables: readonly TableFacts[], config: RuleConfig) => readonly Fact[];
  /** What would mend one finding; absent where only a person can decide. */
  readonly mend?: (fact: Fact, tables: readonly TableFacts[], context: MendContext) => Mend;
}

export interface MendContext {
  readonly config: RuleConfig;
  readonly dialect: DialectName;
  /** The pattern that index names are to follow. */
  readonly pattern: string;
  /** Names that are taken where an index of that table would live. */
  readonly taken: (table: Table) => ReadonlySet<string>;
}

/** A table with all that belongs to it: what every rule looks at. */
export interface TableFacts {
  readonly table: Table;
  readonly indexes: readonly Index[];
  readonly uniques: readonly Unique[];
  readonly foreignKeys: readonly ForeignKey[];
}

export function tableFacts(objects: readonly SchemaObject[]): TableFacts[] {
  const groups = new Map<string, SchemaObject[]>();
  for (const object of objects) {
    const table = tableIdOf(object);
    if (table !== null) groups.set(table, [...(groups.get(table) ?? []), object]);
  }
  const of = <K extends 'index' | 'unique' | 'foreign_key'>(table: Table, kind: K): ObjectOf<K>[] =>
    (groups.get(idOf(table)) ?? []).filter((o): o is ObjectOf<K> => o.kind === kind);
  return [...byId(objects).values()]
    .filter((o) => o.kind === 'table')
    .map((table) => ({
      table,
      indexes: of(table, 'index'),
      uniques: of(table, 'unique'),
      foreignKeys: of(table, 'foreign_key'),
    }));
}
