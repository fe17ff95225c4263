import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { type Session } from '../dialects/dialect.ts';
import { type RunResult } from '../migrations/execute.ts';
import { DbopsError } from '../model/error.ts';
import { runPending } from './files.ts';
import { type Project } from './project.ts';
import { finding, Refusal, type Run } from './run.ts';

/** How another tool is told to run what is pending: a program, its words, and where it stands. Secrets go by the environment. */
interface Call {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

const jdbc = (url: URL): string =>
  `jdbc:${url.protocol === 'mysql:' ? 'mysql' : 'postgresql'}://${url.host}${url.pathname}`;

const RUNNERS: Readonly<Record<string, (url: URL, dir: string) => Call>> = {
  dbmate: (_, dir) => ({ program: 'dbmate', args: ['--migrations-dir', dir, '--no-dump-schema', 'migrate'] }),
  flyway: (url, dir) => ({
    program: 'flyway',
    args: [`-url=${jdbc(url)}`, `-locations=filesystem:${dir}`, 'migrate'],
    env: { FLYWAY_USER: decodeURIComponent(url.username), FLYWAY_PASSWORD: decodeURIComponent(url.password) },
  }),
  alembic: (_, dir) => ({ program: 'alembic', args: ['-c', join(dir, 'alembic.ini'), 'upgrade', 'head'], cwd: dir }),
  prisma: (_, dir) => ({ program: 'prisma', args: ['migrate', 'deploy'], cwd: dirname(dirname(dir)) }),
  'golang-migrate': (url, dir) => ({ program: 'migrate', args: ['-path', dir, '-database', url.href, 'up'] }),
  liquibase: (url, dir) => ({
    program: 'liquibase',
    args: [`--url=${jdbc(url)}`, `--search-path=${dir}`, '--changelog-file=changelog.xml', 'update'],
    env: {
      LIQUIBASE_COMMAND_USERNAME: decodeURIComponent(url.username),
      LIQUIBASE_COMMAND_PASSWORD: decodeURIComponent(url.password),
    },
  }),
  sqitch: (url, dir) => ({
    program: 'sqitch',
    args: ['deploy', `db:${url.protocol === 'mysql:' ? 'mysql' : 'pg'}://${url.username}@${url.host}${url.pathname}`],
    env: { SQITCH_PASSWORD: decodeURIComponent(url.password) },
    cwd: dir,
  }),
  'graphile-migrate': (_, dir) => ({ program: 'graphile-migrate', args: ['migrate'], cwd: dirname(dir) }),
  'node-pg-migrate': (_, dir) => ({ program: 'node-pg-migrate', args: ['up', '--migrations-dir', dir] }),
  atlas: (url, dir) => ({ program: 'atlas', args: ['migrate', 'apply', '--dir', `file://${dir}`, '--url', url.href] }),
};

/** Lets the tool that the manifest names as `runner:` run what is pending, and records that. Null when dbops is to do it. */
export async function letRunnerApply(
  project: Project,
  session: Session,
  run: Run,
  limits: { readonly to: string | undefined; readonly steps: number | undefined },
): Promise<RunResult | null> {
  const { migrations, dir } = project.manifest;
  const call = RUNNERS[migrations.runner ?? ''];
  if (call === undefined) return null;
  if (limits.to !== undefined || limits.steps !== undefined) {
    throw new Refusal([
      finding('usage', `${migrations.runner} runs all that is pending`, 'leave --to and --steps out'),
    ]);
  }
  await execute(call(new URL(project.target.url), join(dir, migrations.dir)), project, run);
  return runPending(project, session, run, null, { steps: 0 });
}

function execute(call: Call, { manifest, target }: Project, run: Run): Promise<void> {
  const { program, args, env = {}, cwd = manifest.dir } = call;
  const path = `${join(manifest.dir, 'node_modules', '.bin')}:${run.env.PATH ?? ''}`;
  const options = { cwd, env: { ...run.env, PATH: path, DATABASE_URL: target.url, ...env }, signal: run.signal };
  return new Promise((resolve, reject) => {
    execFile(program, [...args], options, (error, stdout, stderr) => {
      if (error === null) return resolve();
      const said = `${stdout}\n${stderr}`
        .replaceAll(target.url, '…')
        .split('\n')
        .filter((l) => l.trim() !== '');
      const missing = 'code' in error && error.code === 'ENOENT';
      reject(
        new DbopsError('runner-failed', missing ? `${program} is not there` : `${program} failed`, {
          details: said.slice(-10),
          hint: missing
            ? 'install it, or let dbops run the files: leave `runner:` out'
            : 'mend what it says, then run this again',
          cause: error,
        }),
      );
    });
  });
}
