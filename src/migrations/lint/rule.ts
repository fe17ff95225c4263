/** How a finding weighs: an error keeps `dbops lint` from exit 0. */
export type Severity = 'error' | 'warning' | 'info';

/** What a lint rule is about, how it weighs, and what to do instead. */
export interface LintRule {
  readonly severity: Severity;
  readonly hint: string;
}

const error = (hint: string): LintRule => ({ severity: 'error', hint });
const warning = (hint: string): LintRule => ({ severity: 'warning', hint });
const info = (hint: string): LintRule => ({ severity: 'info', hint });

const TWO_STEPS = 'add it NOT VALID, then VALIDATE CONSTRAINT in a migration of its own';
const NEW_COLUMN = 'add a new column, fill it in batches, and let it take the place of the former one';

/** Every rule by its name: what it guards, then what it found. Facts: PostgreSQL 15–18 and MySQL, as measured. */
export const LINT_RULES = {
  'lock/index-not-concurrent': error('CREATE INDEX CONCURRENTLY, in a migration outside a transaction'),
  'lock/reindex-not-concurrent': error('REINDEX … CONCURRENTLY'),
  'lock/concurrently-in-tx': error('put it alone into a migration outside a transaction'),
  'lock/concurrent-index-in-multistatement': warning(
    'give it a migration of its own: other tools cannot go on in the middle of one',
  ),
  'lock/invalid-index-left': error('drop the invalid index concurrently, then build it again'),
  'lock/pg14-cic-corruption': error('bring PostgreSQL 14.0–14.3 up to date first: such an index may lack rows'),
  'lock/check-not-valid': error(TWO_STEPS),
  'lock/fk-not-valid': error(TWO_STEPS),
  'lock/validate-in-same-tx': error('commit what took the strong lock first: VALIDATE in a migration of its own'),
  'lock/long-tx': error('commit what took the lock first, then change rows in a migration of its own'),
  'lock/fk-hot-parent': info('the referenced table is locked against writes for a moment: keep lock_timeout short'),
  'lock/unique-constraint': error('CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT … UNIQUE USING INDEX'),
  'lock/primary-key': error(
    'columns NOT NULL first, CREATE UNIQUE INDEX CONCURRENTLY, then ADD PRIMARY KEY USING INDEX',
  ),
  'lock/exclusion': error('there is no way to do this online: a new table, or a window'),
  'lock/set-not-null': error('prove it first: CHECK (… IS NOT NULL) NOT VALID, VALIDATE, then SET NOT NULL'),
  'lock/type-rewrite': error(NEW_COLUMN),
  'lock/type-index-rebuild': error('the indexes are built anew: drop them concurrently before, and build them after'),
  'lock/type-check-rescan': error('drop the CHECK, change the type, add it NOT VALID and VALIDATE it'),
  'lock/volatile-default': error('ADD COLUMN without the default, SET DEFAULT, then fill in batches'),
  'lock/generated-stored': error('a plain column kept by a trigger, or a virtual one (PostgreSQL 18, MySQL)'),
  'lock/constrained-domain': error('the base type with a CHECK that is NOT VALID, then VALIDATE'),
  'lock/attach-partition': error(
    'a CHECK that matches the bound on the new partition, and one that excludes it on the default one, validated before',
  ),
  'lock/create-partition-of': error('CREATE TABLE LIKE, then ATTACH PARTITION'),
  'lock/partitioned-index': error('CREATE INDEX ON ONLY the parent, CONCURRENTLY on each partition, then ATTACH'),
  'lock/rewrite-maintenance': error('a window, or pg_repack'),
  'lock/refresh-matview': error('REFRESH MATERIALIZED VIEW CONCURRENTLY'),
  'lock/add-column-scan': error('ADD COLUMN alone; then the constraint NOT VALID, and VALIDATE it'),
  'lock/blocks': error('it reads or writes a whole table under a lock that keeps others waiting: split it up'),
  'lock/brief-exclusive': info('all access waits for a moment: keep lock_timeout short'),
  'lock/multi-table-order': warning(
    'sort or split it: two transactions that lock tables in different orders end in a deadlock',
  ),
  'lock/mysql-copy': error('the table is copied and writes wait: pt-online-schema-change or gh-ost'),
  'lock/mysql-shared': error('writes wait while it runs: a window, or pt-online-schema-change'),
  'lock/mysql-rebuild': info('it may rebuild the table in place: mind replicas'),
  'data/drop-table': warning('what uses it must be gone, and its rows kept where they are needed'),
  'data/drop-column': warning('what uses it must be gone, and its values kept where they are needed'),
  'data/truncate': error('rows are lost, and no down brings them back'),
  'data/no-where': error('every row is changed in one statement: in batches, by key'),
  'data/not-null-may-fail': error(
    'it fails where rows are: give it a constant default, or add it nullable and fill it',
  ),
  'data/unique-may-fail': warning('count duplicates first'),
  'compat/rename-column': warning('running applications still use the former name: expand and contract'),
  'compat/rename-table': warning(
    'running applications still use the former name: rename, and leave a view with that name',
  ),
  'compat/type-change': info('running applications may rely on the former type'),
  'tx/nesting': error('leave BEGIN and COMMIT out: the migration has a transaction of its own'),
  'tx/enum-value-used-same-tx': error(
    'a new value of an enum can be used once it is committed: give it a migration of its own',
  ),
  'tx/mysql-implicit-commit': info('each statement commits by itself: one statement a migration is resumed best'),
  'replay/fails': error('it fails where the migrations are replayed from nothing'),
  'rev/down-missing': warning('write what takes it back'),
  'rev/irreversible': info('nothing takes this back: keep a copy of what is lost'),
  'rev/roundtrip-differs': error('up, then down, does not lead back to what was there'),
  'rev/down-fails': error('its down cannot run'),
  'hist/edited-applied': error('bring the former text back, and write another migration'),
  'hist/out-of-order': warning('dbops migrate rebase gives it a later version'),
  'hist/bad-folder': error('mend the folder first'),
  'naming/too-long': error('PostgreSQL cuts names at 63 bytes'),
  'schema/no-primary-key': warning('give the table a primary key: replicas and online tools need one'),
  'sec/grant-public': warning('grant it to a role by name'),
  'sec/security-definer-search-path': warning('SET search_path on a SECURITY DEFINER function'),
  'sec/rls-without-policy': warning('without a policy nobody but the owner sees a row'),
} as const satisfies Readonly<Record<string, LintRule>>;

export type LintRuleName = keyof typeof LINT_RULES;

/** One finding about one statement (or a whole file). Lines count from 1. */
export interface LintFinding {
  readonly rule: LintRuleName;
  readonly severity: Severity;
  readonly message: string;
  readonly hint: string;
  /** Path of the file, and the first line of the statement. */
  readonly file: string;
  readonly line: number;
  readonly sql?: string;
}
