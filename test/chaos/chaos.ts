import launch from '../servers/launcher.ts';
import { ALL_SERVERS, type TestServer } from '../servers/servers.ts';
import { apply, type Blow, contents, inWorld, survive, undisturbed } from './run.ts';

/**
 * `npm run chaos [BLOWS [ROWS [SERVER…]]]`: an apply is killed, or its connection cut, before, after and in the middle of its calls to the target;
 * the next run is dealt a blow too, and so on until one comes to its end, which must be that of an undisturbed run, with every row. Then ten at once.
 */
const [blows = '105', rows = '5000', ...names] = process.argv.slice(2);
const SERVERS = names.length > 0 ? names : ['pg18', 'mysql', 'mariadb'];

const KINDS = (['kill', 'cut'] as const).flatMap((how) =>
  (['before', 'during', 'after'] as const).map((when) => ({ how, when })),
);

/** The first blow of each database goes to another call, so that all are met in turn; those after it fall where they fall. */
function* dealt(calls: number, world: number): Generator<Blow> {
  const step = Math.max(2, Math.round(calls / 6));
  for (let i = world; ; i++) {
    const at = 1 + (i === world ? (world * 7) % calls : Math.floor(Math.random() * step));
    yield { ...(KINDS[i % KINDS.length] ?? { how: 'kill', when: 'during' }), at };
  }
}

async function chaos(server: TestServer): Promise<number> {
  const { end, calls } = await undisturbed(server, Number(rows));
  const begun = performance.now();
  let [struck, worlds, bad] = [0, 0, 0];
  for (; struck < Number(blows); worlds++) {
    const plan = dealt(calls, worlds).take(30).toArray();
    const found = await survive(server, Number(rows), plan, end);
    struck += found.struck;
    if (found.wrong === null) continue;
    bad += 1;
    console.log(`${server.name}: ${JSON.stringify(plan.slice(0, found.struck))}: ${found.wrong}`);
  }
  const seconds = Math.round((performance.now() - begun) / 1000);
  console.log(
    `${server.name}: ${struck} runs killed or cut off in ${worlds} databases, over ${calls} calls: ${bad} ended otherwise (${seconds} s)`,
  );
  const together = await inWorld(server, Number(rows), async (world) => {
    const runs = await Promise.all(Array.from({ length: 10 }, () => apply(world)));
    const failed = runs.filter((r) => r.status !== 0);
    const idle = runs.filter((r) => r.said.includes('nothing to do')).length;
    const same = (await contents(world)) === end;
    for (const { status, said } of failed) console.log(`${server.name}: one of ten ended with ${status}: ${said}`);
    const how = same ? 'the same end' : 'ANOTHER END';
    console.log(`${server.name}: ten at once: ${10 - failed.length} ended well, ${idle} with nothing to do; ${how}`);
    return failed.length === 0 && idle === 9 && same;
  });
  return bad + (together ? 0 : 1);
}

const stop = await launch();
try {
  let wrong = 0;
  for (const server of ALL_SERVERS.filter((s) => SERVERS.includes(s.name))) wrong += await chaos(server);
  process.exitCode = wrong === 0 ? 0 : 1;
} finally {
  await stop();
}
