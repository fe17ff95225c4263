import { type Dialect, type Scratch, type Session } from '../../src/dialects/dialect.ts';
import { dialectOf } from '../../src/dialects/registry.ts';
import { load, rowsOf, withDatabase } from '../servers/databases.ts';
import { type Ask, observe, observePostgres } from '../servers/observe.ts';
import { type TestServer } from '../servers/servers.ts';

/** An empty database with the ways to look at it from outside and from inside. */
export interface Place {
  readonly dialect: Dialect;
  readonly session: Session;
  load(script: string): Promise<void>;
  readonly ask: Ask;
  observe(): Promise<string>;
}

const open = new Map<string, Promise<Scratch>>();

/** A scratch place that this worker keeps under a key; emptied by who uses it. */
export async function keptScratch(dialect: Dialect, key: string, session: Session | null): Promise<Scratch> {
  const known = open.get(key);
  if (known !== undefined) return known;
  const scratch = dialect
    .scratch({ target: session, dev: undefined, extensions: EXTENSIONS, roles: ROLES })
    .then((given) => {
      if ('unavailable' in given) throw new Error(given.unavailable);
      return given;
    });
  open.set(key, scratch);
  return scratch;
}

const EXTENSIONS = ['citext'];

/** Roles that cases name; on a server their `before.sql` makes them. */
const ROLES = ['case_app', 'case_reader', 'case_other', 'Case "odd" role'];

/** Disposes of what was kept. */
export async function closeScratches(): Promise<void> {
  for (const scratch of open.values()) await (await scratch)[Symbol.asyncDispose]();
  open.clear();
}

/** Gives an empty database of the server to `work`. The embedded one is opened once and emptied each time. */
export async function inPlace<T>(server: TestServer, work: (place: Place) => Promise<T>): Promise<T> {
  const dialect = await dialectOf(server.dialect);
  if (server.variable === null) {
    const { session, reset } = await keptScratch(dialect, 'place', null);
    await reset();
    const ask: Ask = (query) => session.rows(query);
    return work({
      dialect,
      session,
      ask,
      observe: () => observePostgres(ask),
      load: (script) => statementwise(session, script),
    });
  }
  return withDatabase(server, async (url) => {
    await using session = await dialect.connect(url);
    return await work({
      dialect,
      session,
      ask: (query) => rowsOf(server, url, query),
      observe: () => observe(server, url),
      load: async (script) => void (script.trim() !== '' && (await load(server, url, script))),
    });
  });
}

/** A session takes one statement a run; in case folders each ends with its line. */
async function statementwise(session: Session, script: string): Promise<void> {
  for (const statement of script.split(/;\s*(?:\n|$)/)) if (statement.trim() !== '') await session.run(statement);
}
