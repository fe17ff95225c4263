import fc from 'fast-check';

/** More and others: `DBOPS_RANDOM_RUNS=500 DBOPS_RANDOM_SEED=7 vitest run test/random`. */
const runs = Number(process.env.DBOPS_RANDOM_RUNS ?? 6);
const seed = Number(process.env.DBOPS_RANDOM_SEED ?? 1);

/** Tries so many edits; a failure is shown as the scripts of both schemas, shrunk. */
export async function tryAll<W>(
  edits: fc.Arbitrary<readonly [W, W]>,
  sqlOf: (world: W) => string,
  converges: (source: string, target: string) => Promise<void>,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(edits, async ([from, to]) => converges(sqlOf(from), sqlOf(to))),
    {
      seed,
      numRuns: runs,
      reporter: ({ failed, counterexample, errorInstance, numRuns, numShrinks, counterexamplePath }) => {
        if (!failed || counterexample === null) return;
        const [[from, to]] = counterexample;
        throw new Error(
          `run ${numRuns}, ${numShrinks} shrinks, path ${counterexamplePath}\n-- from\n${sqlOf(from)}\n-- to\n${sqlOf(to)}\n${errorInstance}`,
        );
      },
    },
  );
}
