import { writeFileSync } from 'node:fs';

/** Loaded into a measured process: says at its end how much memory it had at most, in kilobytes. */
const file = process.env.BENCH_USAGE;
if (file !== undefined) {
  process.on('exit', () => writeFileSync(file, String(process.resourceUsage().maxRSS)));
}
