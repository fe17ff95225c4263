import { writeFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { type Dialect, type Session } from '../../src/dialects/dialect.ts';
import { type TestServer } from '../servers/servers.ts';

enableCompileCache();
const [{ main }, { dialectOf }, { load }, { SERVERS }] = await Promise.all([
  import('../../src/cli/main.ts'),
  import('../../src/dialects/registry.ts'),
  import('../servers/databases.ts'),
  import('../servers/servers.ts'),
]);

/**
 * The program itself, with something that happens at one of its calls to the target: `kill` ends the process, `cut` the connection;
 * before the statement is sent, while it runs, or once it has run. The number of calls is written to a file when it gets to its end.
 */
const [name, how = '', when = '', point = '', counted = '', ...argv] = process.argv.slice(2);
const server: TestServer | undefined = SERVERS.find((s) => s.name === name);
if (server === undefined) throw new Error(`no server ${name}`);
const { dialect: kind } = server;
const at = Number(point);
let calls = 0;

async function happen(session: Session, pause: number): Promise<void> {
  if (pause > 0) await delay(pause);
  if (how === 'kill') process.kill(process.pid, 'SIGKILL');
  if (server === undefined || how !== 'cut') return;
  const end = server.dialect === 'postgres' ? `select pg_terminate_backend(${session.id})` : `kill ${session.id}`;
  await load(server, session.url, end).catch(() => undefined);
}

async function disturbed<T>(session: Session, work: () => Promise<T>): Promise<T> {
  calls += 1;
  const here = calls === at;
  if (here && when === 'before') await happen(session, 0);
  const happening = here && when === 'during' ? happen(session, 1 + Math.random() * 25) : null;
  try {
    const result = await work();
    if (here && when === 'after') await happen(session, 0);
    return result;
  } finally {
    await happening;
  }
}

/** The same session, whose statements and commits are calls. */
function doomed(live: Session): Session {
  return Object.create(live, {
    run: { value: (query: string) => disturbed(live, () => live.run(query)) },
    transaction: {
      value: (work: (tx: Session) => Promise<unknown>, options = {}) =>
        live.transaction(async () => {
          const result = await work(doomed(live));
          return disturbed(live, async () => result);
        }, options),
    },
  }) as Session;
}

const dialect = (await dialectOf(kind)) as { connect: Dialect['connect']; atOnce?: Dialect['atOnce'] };
const { connect, atOnce } = dialect;
if (atOnce !== undefined) dialect.atOnce = (session, ...rest) => disturbed(session, () => atOnce(session, ...rest));
dialect.connect = async (url, options) => doomed(await connect(url, options));
await main(argv);
writeFileSync(counted, String(calls));
