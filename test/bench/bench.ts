import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { load, withDatabase } from '../servers/databases.ts';
import launch from '../servers/launcher.ts';
import { listening, type TestServer } from '../servers/servers.ts';
import { type Measured, measure, sideBySide } from './measure.ts';
import { type Line, planning } from './planning.ts';
import { publish } from './published.ts';
import { underTraffic } from './under-traffic.ts';

/** `--traffic ROWS`: only changes under read and write traffic, on a table of so many rows (default a million). */
const live = process.argv.indexOf('--traffic');
const small = process.argv.includes('--small');
const sizes = process.argv
  .slice(2)
  .filter((a) => /^\d+$/.test(a))
  .map(Number);

const SEED_TABLE = `create table people (
  id bigint primary key, email varchar(80) not null unique, full_name varchar(80) not null, country char(2) not null, balance numeric(12,2) not null
)`;

const SEED_MANIFEST = `version: 1
name: bench
dialect: postgres
include: { schema: [schema.yaml], seeds: [seeds.yaml] }
targets: { none: { url: "pglite://memory" } }
`;

const SEED_SCHEMA = `tables:
  people:
    columns:
      id: { type: bigint }
      email: { type: varchar(80), not_null: true }
      full_name: { type: varchar(80), not_null: true }
      country: { type: char(2), not_null: true }
      balance: { type: "numeric(12,2)", not_null: true }
    primary_key: [id]
    uniques: { people_email_key: [email] }
`;

const SEED_SETS = `sets:
  people: { table: people, key: [id], mode: insert, file: people.csv }
`;

/** What seeding the rows of a CSV file takes beside \\copy of the same file. */
async function seeding(bin: string, server: TestServer, rows: number): Promise<Line> {
  const folder = mkdtempSync(join(tmpdir(), 'dbops-bench-'));
  try {
    const file = join(folder, 'people.csv');
    const out = createWriteStream(file);
    out.write('id,email,full_name,country,balance\n');
    for (let i = 1; i <= rows; i++) {
      const line = `${i},person.${i}@example.org,Person Number ${i},${['DE', 'FR', 'US'][i % 3]},${(i % 100000) / 100}\n`;
      if (!out.write(line)) await new Promise<void>((resolve) => out.once('drain', resolve));
    }
    out.end();
    await finished(out);
    await writeFile(join(folder, 'dbops.yaml'), SEED_MANIFEST);
    await writeFile(join(folder, 'schema.yaml'), SEED_SCHEMA);
    await writeFile(join(folder, 'seeds.yaml'), SEED_SETS);
    const once = (run: (url: string) => Promise<Measured>): Promise<Measured> =>
      withDatabase(server, async (url) => {
        await load(server, url, SEED_TABLE);
        return run(url);
      });
    const figures = await sideBySide(
      2,
      () => once((url) => measure(process.execPath, [bin, 'seed', 'apply', '--target', url, '--yes'], { cwd: folder })),
      () =>
        once((url) =>
          measure('psql', ['-q', '-d', url, '-c', `\\copy people from '${file}' with (format csv, header)`]),
        ),
    );
    return { what: `${server.name}: seeding ${rows} rows of CSV / psql \\copy of the same`, ...figures };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function print({ what, ours, reference, ratio, memory }: Line): void {
  const peak = memory === undefined ? '' : `, ${memory.toFixed(0)} MB at most`;
  console.log(`${what}: ${ours.toFixed(2)} s / ${reference.toFixed(2)} s = ${ratio.toFixed(2)}${peak}`);
}

const rowsUnderTraffic = live < 0 ? 0 : Number(process.argv[live + 1] ?? 1_000_000);
const package_ = publish();
const bin = join(package_, 'bin/dbops.js');
const stop = await launch();
try {
  for (const server of live < 0 ? [] : [...listening('postgres'), ...listening('mysql')])
    if ((await underTraffic(bin, server, rowsUnderTraffic)) > 0) process.exitCode = 1;
  for (const server of live < 0 ? [...listening('postgres'), ...listening('mysql')] : []) {
    const counts = sizes.length > 0 ? sizes : small ? [100] : [1000, 5000, 10_000];
    const seconds = new Map<number, number>();
    for (const count of counts) {
      const [unchanged, ...others] = await planning(bin, server, count);
      for (const line of [unchanged, ...others]) if (line !== undefined) print(line);
      seconds.set(count, unchanged?.ours ?? Number.NaN);
    }
    const [least, most] = [Math.min(...counts), Math.max(...counts)];
    const each = (count: number): number => (seconds.get(count) ?? Number.NaN) / count;
    if (least < most)
      console.log(`${server.name}: time a table at ${most} / at ${least} = ${(each(most) / each(least)).toFixed(2)}`);
  }
  if (sizes.length === 0 && live < 0)
    for (const server of listening('postgres')) print(await seeding(bin, server, small ? 20_000 : 1_000_000));
} finally {
  await stop();
  rmSync(package_, { recursive: true, force: true });
}
