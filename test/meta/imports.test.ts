import { describe, expect, it } from 'vitest';
import { importsOf, type Source, sourcesOf } from './sources.ts';

/** Who may import whom within src, down the table only (docs/architecture.md); a file always may import from its own folder. */
const INSIDE: readonly (readonly [of: RegExp, may: RegExp])[] = [
  [/^model\//, /^$/],
  [/^(diff|manifest|report)\//, /^model\//],
  [
    /^dialects\/(crossing|dialect|explain|hand-over|keyset|manners|merge|scratch)\.ts$/,
    /^(model\/|dialects\/(crossing|dialect|explain|hand-over|keyset|manners|merge)\.ts)/,
  ],
  [/^dialects\/registry\.ts$/, /^(model\/|dialects\/)/],
  [/^dialects\/postgres\//, /^(model\/|dialects\/(dialect|scratch)\.ts)/],
  [/^dialects\/mysql\//, /^(model\/|dialects\/(dialect|scratch)\.ts)/],
  [/^plan\//, /^(model\/|diff\/|dialects\/dialect\.ts)/],
  [/^policies\//, /^(model\/|dialects\/dialect\.ts)/],
  [/^(migrations|advise|seeds)\//, /^(model\/|plan\/|dialects\/dialect\.ts)/],
  [/^tasklog\//, /^model\//],
  [/^workflows\//, /^(?!cli\/)/],
  [/^cli\//, /^(model|workflows|report|tasklog|manifest)\//],
  [/^index\.ts$/, /^/],
];

/** Which files may import a package; packages that are not named here may not be imported at all. */
const OUTSIDE: Readonly<Record<string, RegExp>> = {
  '@databases/mysql': /^dialects\/mysql\/(session|wire|copy)\.ts$/,
  '@electric-sql/pglite': /^dialects\/postgres\/pglite(-template)?\.ts$/,
  '@faker-js/faker': /^seeds\//,
  '@slonik/driver': /^dialects\/postgres\/(pg|pglite)\.ts$/,
  '@slonik/pg-driver': /^dialects\/postgres\/pg\.ts$/,
  ajv: /^manifest\//,
  'csv-parse': /^seeds\//,
  'fastest-levenshtein': /^(diff|manifest|seeds|cli)\//,
  'json-schema-to-typescript': /^workflows\//,
  listr2: /^tasklog\//,
  pg: /^dialects\/postgres\/(pg|copy)\.ts$/,
  'pg-copy-streams': /^dialects\/postgres\/copy\.ts$/,
  slonik: /^dialects\/postgres\/wire\.ts$/,
  yaml: /^(manifest|report)\//,
};

/** Only these touch a disk or a process. */
const DISK = ['node:fs', 'node:fs/promises', 'node:child_process'];
const MAY_TOUCH_DISK =
  /^(manifest\/|migrations\/files\.ts|advise\/sources\/|seeds\/files\.ts|tasklog\/|report\/write\.ts|workflows\/|cli\/|dialects\/postgres\/(pglite|pglite-template|scratch|session)\.ts)/;

const sources = sourcesOf('src').map((s) => ({ ...s, path: s.path.replace(/^src\//, '') }));

function inside(source: Source): string[] {
  const rule = INSIDE.find(([of]) => of.test(source.path));
  if (rule === undefined) return [`${source.path} is in no folder of the table`];
  const own = source.path.includes('/') ? source.path.slice(0, source.path.lastIndexOf('/') + 1) : '';
  const home = source.path.startsWith('dialects/')
    ? source.path.split('/').slice(0, 2).join('/')
    : source.path.split('/')[0];
  return importsOf(source)
    .filter(({ of }) => of.startsWith('..') === false && of.endsWith('.ts'))
    .filter(({ of }) => !of.startsWith(own === '' ? '\0' : `${home}/`) && !rule[1].test(of))
    .map(({ of }) => `${source.path} imports ${of}`);
}

describe('who imports whom', () => {
  it('follows the table within src', () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(sources.flatMap(inside)).toEqual([]);
  });

  it('lets each package in where its subject is, and nowhere else', () => {
    const strays = sources.flatMap((source) =>
      importsOf(source)
        .filter(({ of }) => !of.startsWith('node:') && !/\.(ts|json)$/.test(of))
        .filter(({ of }) => !(OUTSIDE[of]?.test(source.path) ?? false))
        .map(({ of }) => `${source.path} imports ${of}`),
    );
    expect(strays).toEqual([]);
  });

  it('knows the dialect contract as types only, outside the dialects', () => {
    const strays = sources
      .filter(({ path }) => /^(plan|policies|migrations|advise|seeds)\//.test(path))
      .filter((source) => importsOf(source).some((i) => i.of === 'dialects/dialect.ts' && !i.typeOnly))
      .map(({ path }) => path);
    expect(strays).toEqual([]);
  });

  it('keeps the model free of the world, and the disk to few places', () => {
    const strays = sources.flatMap((source) =>
      importsOf(source)
        .filter(({ of }) =>
          source.path.startsWith('model/')
            ? of.startsWith('node:') && !['node:crypto', 'node:util'].includes(of)
            : DISK.includes(of) && !MAY_TOUCH_DISK.test(source.path),
        )
        .map(({ of }) => `${source.path} imports ${of}`),
    );
    expect(strays).toEqual([]);
  });
});
