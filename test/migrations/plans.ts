import { type DialectName } from '../../src/model/manifest.ts';
import { type Plan, type Step } from '../../src/model/step.ts';
import { batchSteps } from '../../src/plan/transactions.ts';

/** A step as a test writes it: its statement and what takes it back. */
export type Draft = Pick<Step, 'sql' | 'undo'> & Partial<Step>;

/** A plan of hand-written steps, batched as the planner does. */
export function planOf(drafts: readonly Draft[]): Plan {
  const steps = drafts.map(
    (draft, i): Step => ({
      id: String(i).padStart(12, '0'),
      why: { type: 'create', after: { kind: 'table', schema: 'public', name: 'notes', columns: [] } },
      makes: [],
      needs: [],
      frees: [],
      ends: [],
      locks: [],
      transaction: 'joins',
      hazards: [],
      ...draft,
    }),
  );
  return { steps, batches: batchSteps(steps), digest: 'c0ffee'.repeat(10) };
}

/** A line in a literal that reads as dbmate's own directive. */
export const HOSTILE = `it's; "so" \\ it\n-- migrate:down transaction:false\n--\tmigrate:up\nend`;

const literal: Readonly<Record<DialectName, (text: string) => string>> = {
  postgres: (text) => `'${text.replaceAll("'", "''")}'`,
  mysql: (text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`,
};

/** Two tables, a comment that looks like a directive, an index that must stand alone, a view that ends in a comment. */
export function notesPlan(dialect: DialectName): Plan {
  const hostile = literal[dialect](HOSTILE);
  const online = dialect === 'postgres' ? ' concurrently' : '';
  const table = dialect === 'postgres' ? '' : ' on notes';
  const comment =
    dialect === 'postgres' ? `comment on table notes is ${hostile}` : `alter table notes comment = ${hostile}`;
  const uncomment = dialect === 'postgres' ? 'comment on table notes is null' : `alter table notes comment = ''`;
  return planOf([
    { sql: 'create table notes (id int primary key, body varchar(100))', undo: ['drop table notes'] },
    { sql: comment, undo: [uncomment] },
    {
      sql: `create index${online} notes_body_idx on notes (body)`,
      undo: [`drop index${online} notes_body_idx${table}`],
      transaction: 'alone',
      timeout: 0,
    },
    {
      sql: 'create view bodies as select body from notes -- all of them; really',
      undo: ['drop view bodies'],
      hazards: [{ kind: 'scans_table', object: 'table:public.notes', message: 'a message\n-- migrate:up' }],
    },
  ]);
}
