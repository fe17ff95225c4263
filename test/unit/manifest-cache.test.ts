import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadManifest } from '../../src/manifest/load.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'dbops-cache-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const put = (name: string, text: string): void => writeFileSync(join(dir, name), text);
const CACHES = ['', '.schema', '.objects'].map((part) => `dbops.yaml${part}.json`);
const cached = (): string =>
  CACHES.map((name) => join(dir, '.dbops/cache', name))
    .map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : 'none'))
    .join('\n');
const project = (url = 'postgres://me@db/shop'): void =>
  put(
    'dbops.yaml',
    `version: 1\nname: x\ndialect: postgres\ninclude: { schema: [s.yaml] }\ntargets: { t: { url: "${url}" } }\n`,
  );
const load = async () => {
  const { manifest, diagnostics } = await loadManifest(join(dir, 'dbops.yaml'), { env: {} });
  return { objects: manifest?.desired.objects ?? null, places: manifest?.desired.places, diagnostics };
};

test('a manifest from the cache is the manifest, and its places are in the file', async () => {
  project();
  put(
    's.yaml',
    'tables:\n  t:\n    columns:\n      id: bigint\n      note: { type: text, default: "1" }\nviews:\n  v: |\n    select id\n    from t\n',
  );
  const first = await load();
  const before = cached();
  const second = await load();
  expect(second.objects).toEqual(first.objects);
  expect(cached()).toBe(before);
  const at = (key: string) => {
    const { file: _, ...place } = second.places?.get(key) ?? { file: '' };
    return { ...place };
  };
  expect(at('table:public.t')).toEqual({ line: 2, column: 3, length: 1, text: '  t:' });
  expect(at('table:public.t#columns.note')).toMatchObject({ line: 5, column: 7 });
  expect(at('table:public.t#columns.note.default')).toMatchObject({ line: 5, column: 36 });
  expect(at('view:public.v#query.1')).toMatchObject({ line: 9, column: 5, text: '    from t' });
});

test('what the cache cannot know is found at its place, and what was edited is read anew', async () => {
  project();
  const table = (key: string): string => `tables:\n  t:\n    columns: { id: bigint }\n    primary_key: [${key}]\n`;
  put('s.yaml', table('di'));
  await load();
  expect((await load()).diagnostics).toMatchObject([
    { code: 'unknown-column', at: { line: 4, column: 19, text: '    primary_key: [di]' } },
  ]);
  put('s.yaml', table('id'));
  expect((await load()).objects).toHaveLength(1);
});

test('a cache that is broken, or was made by another version, is made anew', async () => {
  project();
  put('s.yaml', 'tables: { t: { columns: { id: bigint } } }\n');
  const { objects } = await load();
  const good = cached();
  const spoil = (badly: (text: string) => string): void =>
    CACHES.map((name) => join(dir, '.dbops/cache', name)).forEach((file) => {
      writeFileSync(file, badly(readFileSync(file, 'utf8')));
    });
  const bad = [
    () => '{',
    () => 'null',
    (text: string) => text.replace(/"maker":"./, '"maker":"?').replaceAll('bigint', 'text'),
  ];
  for (const badly of bad) {
    spoil(badly);
    expect((await load()).objects).toEqual(objects);
    expect(cached()).toBe(good);
  }
  spoil((text) => text.replaceAll('bigint', 'text'));
  expect((await load()).objects).not.toEqual(objects);
});

test('a password is not written into the cache', async () => {
  project('postgres://me:hunter2@db/shop');
  put('s.yaml', 'tables: { t: { columns: { id: bigint } } }\n');
  await load();
  expect(cached()).not.toContain('hunter2');
  expect(cached()).toContain('s.yaml');
});
