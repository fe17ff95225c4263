import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CODES, EXIT } from '../../src/model/codes.ts';
import { HAZARD_KINDS } from '../../src/model/hazard.ts';
import { filesOf, ROOT, sourcesOf } from './sources.ts';

const page = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

describe('the documentation', () => {
  it('has every code under a heading of its name', () => {
    const codes = page('docs/codes.md');
    const missing = Object.keys(CODES).filter((code) => !new RegExp(`^#+ \`?${code}\`?$`, 'm').test(codes));
    expect(missing).toEqual([]);
  });

  it('has no code that does not exist', () => {
    const headings = Array.from(page('docs/codes.md').matchAll(/^#{2,} `?([a-z][a-z-]+)`?$/gm), (m) => m[1] ?? '');
    expect(headings.filter((h) => !(h in CODES))).toEqual([]);
  });

  it('has every exit status in one table', () => {
    const table = page('docs/exit-codes.md');
    for (const status of Object.values(EXIT)) expect(table).toMatch(new RegExp(`^\\|\\s*\`?${status}\`?\\s*\\|`, 'm'));
  });

  it('explains every hazard', () => {
    const words = page('docs/glossary.md');
    expect(HAZARD_KINDS.filter((kind) => !words.includes(`\`${kind}\``))).toEqual([]);
  });

  it('links to files that exist', () => {
    const pages = ['README.md', 'CONTRIBUTING.md', ...filesOf('docs').filter((path) => path.endsWith('.md'))];
    const dead = pages.flatMap((path) =>
      Array.from(page(path).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g), (m) => m[1] ?? '')
        .filter((link) => !existsSync(join(ROOT, dirname(path), link)))
        .map((link) => `${path} → ${link}`),
    );
    expect(dead).toEqual([]);
  });

  it('has no code unused in the source', () => {
    const text = sourcesOf('src')
      .filter(({ path }) => path !== 'src/model/codes.ts')
      .map((s) => s.text)
      .join('\n');
    expect(Object.keys(CODES).filter((code) => !text.includes(`'${code}'`))).toEqual([]);
  });
});
