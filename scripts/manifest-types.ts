import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from 'json-schema-to-typescript';

/** Writes src/manifest/types.gen.ts from the JSON schemas; with `--check` only says whether it is up to date. */
const manifest = join(dirname(dirname(fileURLToPath(import.meta.url))), 'src/manifest');
const target = join(manifest, 'types.gen.ts');

const parts: string[] = ['// Made from schemas/*.schema.json by `npm run types:manifest`: do not edit.\n'];
for (const file of readdirSync(join(manifest, 'schemas')).sort()) {
  const schema = JSON.parse(readFileSync(join(manifest, 'schemas', file), 'utf8'));
  const options = { bannerComment: '', style: { singleQuote: true, printWidth: 120 } };
  parts.push(await compile(schema, file, options));
}
const text = parts.join('\n');

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error('src/manifest/types.gen.ts is not what the schemas say; type: npm run types:manifest');
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
}
