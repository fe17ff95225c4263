import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/**
 * Makes dist/: type declarations by tsc, the JSON schemas, and the program in a few files with the small packages it uses: a start
 * that opens 500 files takes longer than most plans. What brings files of its own, or is large and seldom used, stays outside.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
for (const part of ['index.d.ts', 'manifest']) rmSync(join(dist, part), { recursive: true, force: true });

const tsc = join(root, 'node_modules/typescript/bin/tsc');
const { status } = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json')], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);
cpSync(join(root, 'src/manifest/schemas'), join(dist, 'manifest/schemas'), { recursive: true });

const bundle = await rolldown({
  cwd: root,
  input: { 'cli/main': 'src/cli/main.ts', index: 'src/index.ts' },
  platform: 'node',
  external: [/^@electric-sql\//, /^@faker-js\//, /^@databases\//, /^json-schema-to-typescript/],
});
const { output } = await bundle.generate({
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: 'cli/[name]-[hash].js',
});

// A dbops that runs meanwhile finds either the former program or this one whole: the parts first, then what begins with them.
for (const part of output.toSorted((a, b) => Number(isEntry(a)) - Number(isEntry(b)))) {
  if (part.type !== 'chunk') throw new Error(`a file that is no program: ${part.fileName}`);
  const file = join(dist, part.fileName);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, part.code);
  renameSync(`${file}.new`, file);
}
// Tells this program's caches from another's without a look at all files.
const digest = createHash('sha256');
for (const part of output) digest.update(part.type === 'chunk' ? part.code : '');
writeFileSync(join(dist, 'digest'), digest.digest('hex'));
const made = new Set(output.map((part) => part.fileName));
for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
  if (file.endsWith('.js') && !made.has(file)) rmSync(join(dist, file));
}

function isEntry(part: (typeof output)[number]): boolean {
  return part.type === 'chunk' && part.isEntry;
}
