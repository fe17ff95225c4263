import { type MigrateOptions } from '../workflows/migrate.ts';
import { parseAllowances } from '../workflows/safety.ts';
import { type Args, type Command } from './command.ts';
import { ACCEPT_DRIFT, ALLOW, DRY_RUN, OUT_OF_ORDER, oneOf, PHASE, phaseOf, required, STEPS, TO } from './flags.ts';
import { usage } from './parse.ts';

/** What runs, makes and looks after migration files. */
export const MIGRATE_COMMANDS: readonly Command[] = [
  {
    name: 'migrate up',
    summary: 'run the pending migration files',
    flags: [TO, STEPS, PHASE, DRY_RUN, OUT_OF_ORDER, ACCEPT_DRIFT, ALLOW],
    example: 'dbops migrate up --target production',
    run: async (run, args) => (await import('../workflows/migrate.ts')).migrateUpCommand(run, migrateOptions(args)),
  },
  {
    name: 'migrate down',
    summary: 'take applied migrations back, newest first (one, unless told otherwise)',
    flags: [TO, STEPS, { name: 'all', help: 'all of them' }, DRY_RUN, ALLOW],
    example: 'dbops migrate down --steps 2',
    run: async (run, args) => (await import('../workflows/migrate.ts')).migrateDownCommand(run, migrateOptions(args)),
  },
  {
    name: 'migrate redo',
    summary: 'take the newest migrations back and run them again (one, unless told otherwise)',
    flags: [STEPS, DRY_RUN, ALLOW],
    example: 'dbops migrate redo --dry-run',
    run: async (run, args) => (await import('../workflows/migrate.ts')).migrateRedoCommand(run, migrateOptions(args)),
  },
  {
    name: 'migrate status',
    summary: 'what ran and what is pending; exit 2 when something is',
    flags: [],
    example: 'dbops migrate status --target staging',
    run: async (run) => (await import('../workflows/migrate.ts')).migrateStatusCommand(run),
  },
  {
    name: 'migrate verify',
    summary: 'whether what ran is what the files say; exit 6 when not',
    flags: [],
    example: 'dbops migrate verify',
    run: async (run) => (await import('../workflows/migrate.ts')).migrateVerifyCommand(run),
  },
  {
    name: 'migrate baseline',
    summary: 'record files as applied without running them',
    flags: [TO],
    example: 'dbops migrate baseline --to 20261123080000',
    run: async (run, args) => (await import('../workflows/migrate.ts')).migrateBaselineCommand(run, args.text('to')),
  },
  {
    name: 'migrate repair',
    summary: 'accept the files, and this database, as they are now',
    flags: [],
    example: 'dbops migrate repair',
    run: async (run) => (await import('../workflows/migrate.ts')).migrateRepairCommand(run),
  },
  {
    name: 'migrate new',
    summary: 'a migration to be written by hand, from a template of migrations/templates when one is named',
    operands: 'NAME',
    flags: [{ name: 'template', value: 'NAME', help: 'migrations/templates/NAME.sql' }],
    example: 'dbops migrate new "fill prices"',
    run: async (run, args) =>
      (await import('../workflows/migrate-new.ts')).migrateNew(run, {
        name: required(args.positionals[0], 'migrate new needs a name', 'dbops migrate new "fill prices"'),
        template: args.text('template'),
      }),
  },
  {
    name: 'migrate rebase',
    summary: 'settle the order after a merge, where either order is proved to make the same; accept edited files',
    flags: [
      {
        name: 'mine',
        value: 'ours|theirs',
        help: 'whose files get later versions, as git calls the sides (default: ours)',
      },
    ],
    example: 'dbops migrate rebase',
    run: async (run, args) =>
      (await import('../workflows/migrate-rebase.ts')).migrateRebase(run, {
        mine: oneOf(args.text('mine') ?? 'ours', ['ours', 'theirs'], '--mine'),
      }),
  },
  {
    name: 'migrate squash',
    summary: 'one migration in the place of all up to a version, proved to make the same',
    flags: [TO, ALLOW],
    example: 'dbops migrate squash --to 20261123080000',
    run: async (run, args) =>
      (await import('../workflows/migrate-squash.ts')).migrateSquash(run, {
        to: args.text('to'),
        allow: parseAllowances(args.texts('allow')),
      }),
  },
  {
    name: 'migrate adopt',
    summary: 'take over the history of another tool (--from), or hand it over to one (--to)',
    flags: [
      {
        name: 'from',
        value: 'TOOL',
        help: 'flyway, alembic, prisma, liquibase, sqitch, dbmate, golang-migrate, graphile-migrate …',
      },
      { name: 'to', value: 'TOOL', help: 'the same; dbops is dbmate' },
      { name: 'dir', value: 'DIR', help: 'where its files are, or go' },
    ],
    example: 'dbops migrate adopt --to flyway --dir flyway',
    run: async (run, args) =>
      (await import('../workflows/adopt.ts')).migrateAdopt(run, {
        from: args.text('from'),
        to: args.text('to'),
        dir: args.text('dir'),
      }),
  },
  {
    name: 'migrate purge',
    summary: 'drop what was kept aside (keep_dropped) for as long as the manifest says',
    flags: [{ name: 'all', help: 'whatever its age' }, DRY_RUN, ALLOW],
    example: 'dbops migrate purge --dry-run',
    run: async (run, args) =>
      (await import('../workflows/migrate-purge.ts')).migratePurge(run, {
        all: args.on('all'),
        dryRun: args.on('dry-run'),
        allow: parseAllowances(args.texts('allow')),
      }),
  },
];

function migrateOptions(args: Args): MigrateOptions {
  const steps = args.text('steps');
  if (steps !== undefined && !/^[1-9]\d*$/.test(steps)) {
    throw usage(`--steps needs a whole number above 0, not ${JSON.stringify(steps)}`, '--steps 2');
  }
  const count = steps === undefined ? undefined : Number(steps);
  return {
    to: args.text('to'),
    steps: count,
    all: args.on('all'),
    phase: phaseOf(args),
    dryRun: args.on('dry-run'),
    outOfOrder: args.on('out-of-order'),
    acceptDrift: args.on('accept-drift'),
    allow: parseAllowances(args.texts('allow')),
  };
}
