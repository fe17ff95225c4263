import { type DialectName } from '../../model/manifest.ts';
import { type Lowering, report, under } from './scope.ts';

/** What to write instead, by key; empty where there is nothing. */
type Hints = Readonly<Record<string, string>>;

/** What only one dialect knows of a kind, and what is within it: one thing, or a collection of such. */
interface Shape extends Readonly<Partial<Record<DialectName, Hints>>> {
  readonly within?: Readonly<Record<string, Shape>>;
  readonly below?: Readonly<Record<string, Shape>>;
}

const none = (...keys: readonly string[]): Hints => Object.fromEntries(keys.map((key) => [key, '']));

const UNIQUE: Shape = { postgres: none('partition_of', 'include', 'nulls_not_distinct', 'deferrable', 'tablespace') };

const INDEX: Shape = {
  postgres: none('partition_of', 'only', 'include', 'where', 'nulls_not_distinct', 'tablespace', 'statistics'),
  mysql: none('invisible', 'parser'),
  below: { columns: { postgres: none('nulls', 'opclass'), mysql: none('length') } },
};

const TRIGGER: Shape = {
  postgres: none('when', 'old_table', 'new_table', 'constraint', 'from', 'enabled'),
  mysql: none('follows', 'settings', 'definer'),
};

const COLUMN: Shape = {
  postgres: {
    ...none('inherited', 'storage', 'compression', 'statistics', 'options', 'foreign_options'),
    ...none('not_null_name', 'not_null_no_inherit', 'not_null_not_valid', 'not_null_comment'),
    identity: 'write auto_increment: true',
  },
  mysql: {
    ...none('charset', 'on_update', 'invisible'),
    auto_increment: 'write identity: by_default',
    check: 'write it under checks, with a name',
  },
};

const TABLE: Shape = {
  postgres: {
    ...none(
      'identity_grants',
      'exclusions',
      'policies',
      'rules',
      'partition_of',
      'bound',
      'trigger_states',
      'inherits',
    ),
    ...none(
      'of',
      'unlogged',
      'row_security',
      'replica_identity',
      'clustered_on',
      'access_method',
      'tablespace',
      'foreign',
    ),
    partition_by: 'write it under options',
  },
  within: {
    primary_key: { postgres: none('partition_of', 'include', 'deferrable', 'tablespace'), mysql: none('method') },
  },
  below: {
    columns: COLUMN,
    uniques: UNIQUE,
    checks: { postgres: none('no_inherit', 'not_valid') },
    foreign_keys: { postgres: none('match', 'deferrable', 'not_valid', 'not_enforced', 'on_delete_columns', 'period') },
    indexes: INDEX,
    triggers: TRIGGER,
  },
};

const ROUTINE: Shape = {
  postgres: {
    ...none(
      'window',
      'volatility',
      'strict',
      'leakproof',
      'parallel',
      'cost',
      'rows',
      'support',
      'transforms',
      'unchecked',
      'library',
    ),
    security_definer: 'it is the rule there',
    sql_body: 'write body',
  },
  mysql: {
    ...none('aggregate', 'deterministic', 'data_access', 'definer'),
    security_invoker: 'it is the rule there',
  },
};

const VIEW: Shape = {
  postgres: none('rules', 'triggers', 'column_comments', 'column_defaults'),
  mysql: none('definer'),
  below: { triggers: TRIGGER },
};

const FILE: Shape = {
  below: {
    sequences: { postgres: none('type', 'owned_by', 'unlogged'), mysql: none('engine') },
    tables: TABLE,
    views: VIEW,
    materialized_views: { below: { indexes: INDEX } },
    functions: ROUTINE,
    procedures: ROUTINE,
  },
};

const PRODUCT: Readonly<Record<DialectName, string>> = { postgres: 'PostgreSQL', mysql: 'MySQL' };

/** Refuses what the other dialect alone knows: it would be read over without a word. */
export function refuseOtherDialect(lowering: Lowering, yaml: object): void {
  const { dialect, parsed } = lowering;
  const other = dialect === 'postgres' ? 'mysql' : 'postgres';
  walk(yaml, '', FILE);

  function walk(value: unknown, pointer: string, shape: Shape): void {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, given] of Object.entries(value)) {
      const hint = shape[other]?.[key];
      if (hint !== undefined && given !== null && given !== false) {
        const fix = hint || `take it out, or set dialect: ${other}`;
        report(lowering, 'invalid-value', `${PRODUCT[dialect]} has no ${key}`, parsed.keyAt(under(pointer, key)), fix);
        continue;
      }
      const within = shape.within?.[key];
      if (within !== undefined) walk(given, under(pointer, key), within);
      const below = shape.below?.[key];
      if (below === undefined || typeof given !== 'object' || given === null) continue;
      for (const [name, item] of Object.entries(given)) walk(item, under(pointer, key, name), below);
    }
  }
}
