#!/usr/bin/env node
// Plain JavaScript for any node: an old one is told in one line what is needed.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(`dbops needs Node.js 24 or newer; this is ${process.versions.node}\n`);
  process.exit(64);
} else {
  // Compiled modules are kept in the system's temporary folder: the next start takes half the time.
  Promise.all([import('node:fs'), import('node:module')])
    .then(([fs, module]) => {
      module.enableCompileCache();
      const built = new URL('../dist/cli/main.js', import.meta.url);
      const source = new URL('../src/', import.meta.url);
      return import(isCurrent(fs, built, source) ? built.href : new URL('cli/main.ts', source).href);
    })
    .then((cli) => cli.main(process.argv.slice(2)));
}

/** Whether the built program is what the source says: always where there is no source, in a checkout until a file is newer. */
function isCurrent(fs, built, source) {
  if (!fs.existsSync(source)) return true;
  if (!fs.existsSync(built)) return false;
  const { mtimeMs } = fs.statSync(built);
  return fs
    .readdirSync(source, { recursive: true })
    .every((file) => fs.statSync(new URL(file, source)).mtimeMs < mtimeMs);
}
