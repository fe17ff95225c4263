import { setTimeout as sleep } from 'node:timers/promises';
import { takeLease } from '../../src/migrations/lease.ts';
import { DbopsError } from '../../src/model/error.ts';
import { DIALECTS } from './sessions.ts';

/** Holds the lease of a database until it is killed, or finds that it is another's: then it says so by its exit. */
const [dialectName, url, term] = process.argv.slice(2);
if (dialectName !== 'postgres' && dialectName !== 'mysql') throw new Error(`no dialect ${dialectName}`);
if (url === undefined) throw new Error('three arguments');

const dialect = DIALECTS[dialectName];
await using session = await dialect.connect(url);
await using lease = await takeLease({ session, dialect, wait: 0, who: 'the child', term: Number(term), beat: 200 });
console.log('held');
try {
  for (;;) {
    await lease.check();
    await sleep(50);
  }
} catch (error) {
  process.exitCode = error instanceof DbopsError && error.code === 'lease-lost' ? 7 : 1;
}
