import { type Session } from '../../src/dialects/dialect.ts';
import { migrateDown, migrateUp } from '../../src/migrations/execute.ts';
import { readMigrations } from '../../src/migrations/files.ts';
import { dbmate } from '../../src/migrations/formats/dbmate.ts';
import { type Query } from '../../src/model/query.ts';
import { DIALECTS, SAFETY } from './sessions.ts';

/** Runs migrations and kills itself, as a power cut would: before or after the statement that begins with `at`; `never` is allowed. */
const [dialectName, url, dir, direction, when, at] = process.argv.slice(2);
if (dialectName !== 'postgres' && dialectName !== 'mysql') throw new Error(`no dialect ${dialectName}`);
if (url === undefined || dir === undefined || at === undefined) throw new Error('six arguments');

const dialect = DIALECTS[dialectName];
await using session = await dialect.connect(url);
const { files } = await readMigrations(dir, dbmate, dialectName);
const migrate = direction === 'down' ? migrateDown : migrateUp;
await migrate({ session: when === 'never' ? session : doomed(session), dialect, files, safety: SAFETY });

/** The same session, until the statement comes by. */
function doomed(live: Session): Session {
  return new Proxy(live, {
    get(target, key) {
      if (key === 'run') {
        return async (query: Query | string) => {
          const meant = typeof query === 'string' && query.startsWith(at ?? '');
          if (meant && when === 'before') process.kill(process.pid, 'SIGKILL');
          const affected = await target.run(query);
          if (meant) process.kill(process.pid, 'SIGKILL');
          return affected;
        };
      }
      if (key === 'transaction') {
        return (work: (inner: Session) => Promise<unknown>, options?: object) =>
          target.transaction((inner) => work(doomed(inner)), options);
      }
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
