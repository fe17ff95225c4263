import { parseAllowances } from '../workflows/safety.ts';
import { type Args, type Command } from './command.ts';
import {
  ACCEPT_DRIFT,
  ALLOW,
  EXIT_CODE,
  NO_REHEARSE,
  OUT_OF_ORDER,
  oneOf,
  PHASE,
  phaseOf,
  REHEARSE,
  RENAME,
  required,
  STRICT,
} from './flags.ts';
import { MIGRATE_COMMANDS } from './migrate-commands.ts';

/** Every command of the product, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  {
    name: 'init',
    summary: 'start a project: a commented manifest, or one pulled from a live database',
    operands: '[DIR]',
    flags: [
      { name: 'dialect', value: 'NAME', help: 'postgres (default) or mysql' },
      { name: 'from', value: 'URL', help: 'pull the schema of this database' },
    ],
    example: 'dbops init && dbops apply',
    run: async (run, args) =>
      (await import('../workflows/init.ts')).init(run, {
        dir: args.positionals[0] ?? '.',
        dialect: args.text('dialect'),
        from: args.text('from'),
      }),
  },
  {
    name: 'validate',
    summary: 'check the manifest: every finding at file:line:column',
    flags: [],
    example: 'dbops validate',
    run: async (run) => (await import('../workflows/validate.ts')).validate(run),
  },
  {
    name: 'pull',
    summary: 'write a live database as a manifest that plans to nothing; one that is there is edited in place',
    flags: [
      { name: 'out', value: 'DIR', help: 'where to write (default: .)' },
      { name: 'layout', value: 'file|table', help: 'one schema file, or one for each table' },
      {
        name: 'scope',
        value: 'GLOB',
        multiple: true,
        help: 'which schemas (default: every one, or what the manifest says)',
      },
      STRICT,
    ],
    example: 'dbops pull --target postgres://localhost/shop --out shop',
    run: async (run, args) =>
      (await import('../workflows/pull.ts')).pull(run, {
        out: args.text('out') ?? '.',
        layout: oneOf(args.text('layout') ?? 'file', ['file', 'table'], '--layout'),
        scope: args.texts('scope'),
        strict: args.on('strict'),
      }),
  },
  {
    name: 'plan',
    summary: 'what would change: statements with locks, hazards and undo',
    flags: [
      EXIT_CODE,
      { name: 'out', value: 'FILE', help: 'also write the plan as JSON' },
      STRICT,
      RENAME,
      ALLOW,
      PHASE,
      REHEARSE,
      NO_REHEARSE,
    ],
    example: 'dbops plan --target staging --exit-code',
    formats: ['sql', 'markdown'],
    prints: true,
    run: async (run, args) =>
      (await import('../workflows/plan.ts')).plan(run, {
        format: oneOf(args.text('format') ?? 'text', ['text', 'json', 'sql', 'markdown'], '--format'),
        exitCode: args.on('exit-code'),
        rehearse: rehearsal(args),
        renames: args.texts('rename'),
        strict: args.on('strict'),
        allow: parseAllowances(args.texts('allow')),
        phase: phaseOf(args),
        out: args.text('out'),
      }),
  },
  {
    name: 'generate',
    summary: 'write the plan as migration files',
    operands: 'NAME',
    flags: [
      {
        name: 'from',
        value: 'files|live',
        help: 'compare with the replayed migration files (default), or with the target',
      },
      RENAME,
      ALLOW,
      PHASE,
      NO_REHEARSE,
    ],
    example: 'dbops generate "add delivery notes"',
    run: async (run, args) =>
      (await import('../workflows/generate.ts')).generate(run, {
        name: required(args.positionals[0], 'generate needs a name', 'dbops generate "add delivery notes"'),
        allow: parseAllowances(args.texts('allow')),
        rehearse: !args.on('no-rehearse'),
        renames: args.texts('rename'),
        phase: phaseOf(args),
        from: fromOf(args),
      }),
  },
  ...MIGRATE_COMMANDS,
  {
    name: 'lint',
    summary: 'what migration files would do to those at work: measured in a scratch place; exit 3 on errors',
    operands: '[FILE]',
    flags: [{ name: 'all', help: 'all files, not only those that the target has not run' }],
    example: 'dbops lint --format sarif',
    formats: ['sarif'],
    prints: true,
    run: async (run, args) =>
      (await import('../workflows/lint.ts')).lint(run, { files: args.positionals, all: args.on('all') }),
  },
  {
    name: 'apply',
    summary: 'converge a target: migrations, index policies, seeds, advice; then verify',
    flags: [
      RENAME,
      ALLOW,
      { name: 'name', value: 'NAME', help: 'name of the migration files that are written (default: apply)' },
      { name: 'no-seeds', help: 'leave the seeds out' },
      { name: 'plan', value: 'FILE', help: 'run the plan that plan --out wrote, and no other' },
      PHASE,
      OUT_OF_ORDER,
      ACCEPT_DRIFT,
      REHEARSE,
      NO_REHEARSE,
    ],
    example: 'dbops apply --target staging --allow loses_data:public.customers.note',
    run: async (run, args) =>
      (await import('../workflows/apply.ts')).apply(run, {
        allow: parseAllowances(args.texts('allow')),
        renames: args.texts('rename'),
        name: args.text('name') ?? 'apply',
        seeds: !args.on('no-seeds'),
        rehearse: rehearsal(args),
        phase: phaseOf(args),
        outOfOrder: args.on('out-of-order'),
        acceptDrift: args.on('accept-drift'),
        plan: args.text('plan'),
      }),
  },
  {
    name: 'drift',
    summary: 'what differs from the manifest and from the history; exit 2 when anything does',
    flags: [],
    example: 'dbops drift --target production',
    run: async (run) => (await import('../workflows/drift.ts')).drift(run),
  },
  {
    name: 'policy check',
    summary: 'index policies against the manifest; exit 3 when one of level error is broken',
    flags: [],
    example: 'dbops policy check',
    run: async (run) => (await import('../workflows/policy.ts')).policyCheck(run),
  },
  {
    name: 'policy enforce',
    summary: 'mend the live indexes as the policies say',
    flags: [ALLOW, ACCEPT_DRIFT],
    example: 'dbops policy enforce --target staging',
    run: async (run, args) =>
      (await import('../workflows/policy.ts')).policyEnforce(
        run,
        parseAllowances(args.texts('allow')),
        args.on('accept-drift'),
      ),
  },
  {
    name: 'advise',
    summary: 'indexes that slow queries miss, with measured, hypothetical or estimated gain',
    flags: [
      {
        name: 'source',
        value: 'SOURCE',
        multiple: true,
        help: 'instead of the manifest’s: pg_stat_statements, explain:FILES, auto_explain:FILES, slow_log:FILES, workload:FILES',
      },
      { name: 'write', help: 'add the indexes to the YAML' },
    ],
    example: 'dbops advise --source "workload:workload/*.sql" --write',
    run: async (run, args) =>
      (await import('../workflows/advise.ts')).adviseCommand(run, {
        sources: args.texts('source'),
        write: args.on('write'),
      }),
  },
  {
    name: 'seed plan',
    summary: 'what the seed sets would change',
    flags: [EXIT_CODE],
    example: 'dbops seed plan --target staging',
    run: async (run, args) => (await import('../workflows/seed.ts')).seedPlan(run, { exitCode: args.on('exit-code') }),
  },
  {
    name: 'seed apply',
    summary: 'bring the seed sets into the target',
    flags: [],
    example: 'dbops seed apply --target staging',
    run: async (run) => (await import('../workflows/seed.ts')).seedApply(run, { refresh: false }),
  },
  {
    name: 'seed refresh',
    summary: 'make the generated rows anew, with today as now',
    flags: [],
    example: 'dbops seed refresh --target staging',
    run: async (run) => (await import('../workflows/seed.ts')).seedApply(run, { refresh: true }),
  },
  {
    name: 'seed status',
    summary: 'which sets are up to date; exit 2 when one is not',
    flags: [],
    example: 'dbops seed status',
    run: async (run) => (await import('../workflows/seed.ts')).seedStatusCommand(run),
  },
  {
    name: 'types',
    summary: 'TypeScript row types of the declared tables',
    flags: [{ name: 'out', value: 'FILE', help: 'write them there instead of stdout' }],
    example: 'dbops types --out src/database.ts',
    prints: true,
    run: async (run, args) => (await import('../workflows/types.ts')).types(run, { out: args.text('out') }),
  },
];

function rehearsal(args: Args): boolean | undefined {
  return args.on('no-rehearse') ? false : args.on('rehearse') || undefined;
}

function fromOf(args: Args): 'files' | 'live' | undefined {
  const from = args.text('from');
  return from === undefined ? undefined : oneOf(from, ['files', 'live'], '--from');
}
