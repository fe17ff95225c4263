import { randomBytes } from 'node:crypto';
import { DbopsError, ServerError } from '../../model/error.ts';
import { type Scope } from '../../model/manifest.ts';
import { type Query, sql } from '../../model/query.ts';
import { type Scratch, type ScratchRequest, type Session } from '../dialect.ts';
import { type Lent, lend, lentOf } from './borrow.ts';
import { quote } from './quote.ts';
import { connect, connectBeside } from './session.ts';

/** Names of scratch databases: when they were made, in seconds since 1970, and a random part. */
const NAME = /^dbops_scratch_([0-9]{10})_[0-9a-f]{8}$/;
/** Seconds after which a scratch database that no session holds may have been left behind. */
const OLD = 3600;
const EVERYTHING: Scope = { schemas: [], ignore: [] };

/**
 * A database of its own on the server of the manifest's `dev:` database, else on the target's, with the target's
 * character set and collation. No other database is ever touched.
 */
export async function scratch({
  target,
  dev,
  scope = EVERYTHING,
  signal,
}: ScratchRequest): Promise<Scratch | Unavailable> {
  if (dev === undefined) {
    if (target === null) return { unavailable: 'there is no server to make a scratch database on' };
    return place(target, target, 'on the target', scope, signal);
  }
  await using session = await connect(dev, { signal });
  const { product } = target?.server ?? session.server;
  if (product !== session.server.product) {
    return { unavailable: `the dev database ${session.url} is on ${session.server.product}, the target on ${product}` };
  }
  return place(session, target, `on the server of the dev database ${session.url}`, scope, signal);
}

interface Unavailable {
  readonly unavailable: string;
}

async function place(
  beside: Session,
  target: Session | null,
  where: string,
  scope: Scope,
  signal: AbortSignal | undefined,
): Promise<Scratch | Unavailable> {
  const name = `dbops_scratch_${Math.floor(Date.now() / 1000)}_${randomBytes(4).toString('hex')}`;
  // This session outlives an interrupt, for it has to clear away.
  const keeper = await connectBeside(beside, '', undefined);
  const clear = async (): Promise<void> => {
    await keeper.run(`DROP DATABASE IF EXISTS ${quote.ident(name)}`).catch(() => undefined);
    await keeper[Symbol.asyncDispose]();
  };
  try {
    await hold(keeper, name);
    await clearLeftovers(keeper);
    const create = `CREATE DATABASE ${quote.ident(name)} ${await charsetOf(target ?? beside)}`;
    await keeper.run(create);
    const session = withoutGrants(await connectBeside(beside, name, signal));
    const lent = target === null ? [] : await lentOf(target, scope);
    return {
      session,
      where: `database ${name} ${where}`,
      reset: resetter(session, name, create, lent),
      async [Symbol.asyncDispose]() {
        await session[Symbol.asyncDispose]();
        await clear();
      },
    };
  } catch (error) {
    await clear();
    if (!(error instanceof ServerError)) throw error;
    return { unavailable: `no scratch database can be made ${where}: ${error.message}; ${GRANT}` };
  }
}

/** Privileges outlive the database that they are about, so a place that is thrown away has none. */
function withoutGrants(session: Session): Session {
  const run: Session['run'] = async (query) =>
    typeof query === 'string' && /^(?:GRANT|REVOKE) /.test(query) ? null : session.run(query);
  return Object.create(session, { run: { value: run } }) as Session;
}

const GRANT = 'grant ALL ON `dbops\\_scratch\\_%`.* to the user, or name a dev database';

function resetter(session: Session, name: string, create: string, lent: readonly Lent[]): () => Promise<void> {
  let clean = true;
  return async () => {
    try {
      if (!clean) {
        // A plan that was refused half-way may still hold locks.
        await session.run('UNLOCK TABLES');
        await session.run(`DROP DATABASE ${quote.ident(name)}`);
        await session.run(create);
        await session.run(`USE ${quote.ident(name)}`);
      }
      clean = false;
      await lend(session, lent);
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      throw new DbopsError('no-scratch', `database ${name} cannot be emptied: ${error.message}`, { cause: error });
    }
  };
}

async function charsetOf(session: Session): Promise<string> {
  const [row] = await session.rows<{ charset: string; collation: string }>(
    'SELECT @@character_set_database AS charset, @@collation_database AS collation',
  );
  return `CHARACTER SET ${row?.charset} COLLATE ${row?.collation}`;
}

/** Tells other runs that the scratch database is in use: the server lets go of the lock when its session ends, however that ends. */
async function hold(session: Session, name: string): Promise<void> {
  await session.rows(sql`SELECT GET_LOCK(${name}, 0)`);
}

/** Drops what crashed runs have left: old, and held by no session. */
async function clearLeftovers(session: Session): Promise<void> {
  const query: Query = sql`SELECT s.schema_name AS name FROM information_schema.schemata s
    WHERE s.schema_name LIKE 'dbops\\_scratch\\_%' AND IS_FREE_LOCK(s.schema_name) = 1`;
  for (const { name } of await session.rows<{ name: string }>(query)) {
    const made = Number(NAME.exec(name)?.[1] ?? Infinity);
    if (Date.now() / 1000 - made < OLD) continue;
    await session.run(`DROP DATABASE IF EXISTS ${quote.ident(name)}`).catch(() => undefined);
  }
}
