import { writeFileSync } from 'node:fs';

/**
 * Loaded into a measured process: says at its end how much memory it had at most, in kilobytes. Plain JavaScript, as what would
 * take types out of it would be measured, too.
 */
const file = process.env.BENCH_USAGE;
if (file !== undefined) {
  process.on('exit', () => writeFileSync(file, String(process.resourceUsage().maxRSS)));
}
