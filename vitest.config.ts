import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Small files that take minutes, which their size does not tell: they begin first, so that none is left for one worker at the end. */
const LONG = /test\/(cases\/postgres|unit\/postgres-converge)/;

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const [long, rest] = [true, false].map((is) => files.filter((f) => LONG.test(f.moduleId) === is));
    return [...(await super.sort(long ?? [])), ...(await super.sort(rest ?? []))];
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/servers/launcher.ts',
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    testTimeout: 240_000,
    hookTimeout: 180_000,
    // A listr2 or chalk that thinks it writes to a terminal would colour what tests compare.
    env: { NO_COLOR: '1', TZ: 'UTC' },
  },
});
