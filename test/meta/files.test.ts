import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesOf, ROOT, sourcesOf } from './sources.ts';

const LINES = 350;
const FORBIDDEN = /^(utils?|helpers?|common|manager|service|misc|shared)\b/;

const code = [...sourcesOf('src'), ...sourcesOf('test'), ...sourcesOf('scripts')];

describe('files', () => {
  it(`stay within ${LINES} lines (generated ones aside)`, () => {
    const long = code
      .filter(({ path }) => !path.endsWith('.gen.ts'))
      .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
      .filter(({ lines }) => lines > LINES);
    expect(long).toEqual([]);
  });

  it('have kebab-case names that are nouns of the product', () => {
    const names = code
      .map(({ path }) => path)
      .filter((path) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*\.ts$/.test(basename(path)));
    expect(names).toEqual([]);
    expect(code.map(({ path }) => path).filter((path) => path.split('/').some((part) => FORBIDDEN.test(part)))).toEqual(
      [],
    );
  });

  it('are barrels only where a reader enters', () => {
    const indexes = sourcesOf('src')
      .map(({ path }) => path)
      .filter((path) => basename(path) === 'index.ts');
    const allowed = ['src/dialects/mysql/index.ts', 'src/dialects/postgres/index.ts', 'src/index.ts'];
    expect(indexes.filter((path) => !allowed.includes(path))).toEqual([]);
  });

  it('export names, never a default', () => {
    const defaults = sourcesOf('src')
      .filter(({ text }) => /^export default/m.test(text))
      .map(({ path }) => path);
    expect(defaults).toEqual([]);
  });
});

describe('the two dialects', () => {
  /** What `Dialect` asks of each of them; beside these a dialect has files for what only it has. */
  const PARTS = [
    'copy',
    'explain',
    'index',
    'kinds',
    'locks',
    'merge',
    'online',
    'quote',
    'read',
    'scope',
    'scratch',
  ].concat(['session', 'settle', 'state', 'types', 'versions']);
  /** PostgreSQL has no such thing. */
  const ONLY_MYSQL = new Set(['kinds/database.ts', 'kinds/event.ts']);
  const filesIn = (dialect: string): string[] =>
    filesOf(`src/dialects/${dialect}`).map((path) => path.slice(path.indexOf(dialect) + dialect.length + 1));

  it('are twins: the same names for the same things', () => {
    const kinds = (dialect: string): string[] => filesIn(dialect).filter((file) => file.startsWith('kinds/'));
    for (const dialect of ['postgres', 'mysql']) {
      expect(filesIn(dialect)).toEqual(expect.arrayContaining(PARTS.map((part) => `${part}.ts`)));
    }
    const shared = kinds('mysql').filter((file) => !ONLY_MYSQL.has(file));
    expect(kinds('postgres')).toEqual(expect.arrayContaining(shared));
  });
});

describe('every rule', () => {
  it('is three files of one name: source, fixture, page', () => {
    const rules = readdirSync(join(ROOT, 'src/policies/rules')).map((file) => file.replace(/\.ts$/, ''));
    expect(rules.length).toBeGreaterThan(0);
    for (const rule of rules) {
      expect(existsSync(join(ROOT, `docs/rules/${rule}.md`)), `docs/rules/${rule}.md`).toBe(true);
      const fixtures = readdirSync(join(ROOT, 'test/rules'), { recursive: true }).map(String);
      expect(
        fixtures.some((file) => file.includes(rule)),
        `a fixture of ${rule} in test/rules`,
      ).toBe(true);
    }
  });
});
