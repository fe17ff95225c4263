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
      const source = new URL('../src/cli/main.ts', import.meta.url);
      return import(fs.existsSync(source) ? source.href : built.href);
    })
    .then((cli) => cli.main(process.argv.slice(2)));
}
