import { applySeeds } from '../../src/seeds/apply.ts';
import { SERVERS } from '../servers/servers.ts';
import { dialectOf, madeSet } from './world.ts';

// Loads many rows and says so once they are on their way: the test kills it then.
const [name, url = ''] = process.argv.slice(2);
const server = SERVERS.find((s) => s.name === name);
if (server === undefined) throw new Error(`no server ${name}`);
const dialect = await dialectOf(server);
await using session = await dialect.connect(url);
const schemas = server.dialect === 'postgres' ? ['public'] : ['*'];
const { objects } = await dialect.read(session, { schemas, ignore: [] });
const columns = { id: { sequence: 1 }, name: { faker: 'person.fullName' } };
await applySeeds({
  session,
  dialect,
  objects,
  sets: [madeSet('staff', { count: 2_000_000, columns })],
  target: { name: 'local', protected: false },
  dir: '.',
  now: new Date(),
  onEvent: (event) => {
    if (event.type === 'rows' && event.rows >= 20_000) process.stdout.write('loading\n');
  },
});
