import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/servers/launcher.ts',
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 240_000,
    hookTimeout: 180_000,
    // A listr2 or chalk that thinks it writes to a terminal would colour what tests compare.
    env: { NO_COLOR: '1', TZ: 'UTC' },
  },
});
