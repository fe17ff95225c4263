import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadManifest } from '../../src/manifest/load.ts';
import { type Manifest } from '../../src/model/manifest.ts';
import { checkPolicies } from '../../src/policies/check.ts';
import { mendPolicies } from '../../src/policies/mend.ts';
import { dbops } from '../examples/dbops.ts';
import { withDatabase, withFolder } from '../servers/databases.ts';
import { SERVERS } from '../servers/servers.ts';

const FIXTURES = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.yaml'));
const TODAY = new Date('2026-11-25T00:00:00Z');

/** Makes a project of a fixture: its schema, and `x-rule` as the only policy. */
function project(folder: string, fixture: string, dialect: string): string {
  const text = readFileSync(join(import.meta.dirname, fixture), 'utf8');
  const rule = /^x-rule: (.*)$/m.exec(text)?.[1] ?? '';
  for (const part of ['schema', 'policies']) mkdirSync(join(folder, part));
  writeFileSync(join(folder, 'dbops.yaml'), `version: 1\ndialect: ${dialect}\n`);
  writeFileSync(join(folder, 'schema', fixture), text);
  writeFileSync(join(folder, 'policies/rule.yaml'), `rules:\n  ${basename(fixture, '.yaml')}: ${rule}\n`);
  return text;
}

async function load(folder: string): Promise<Manifest> {
  const { manifest, diagnostics } = await loadManifest(join(folder, 'dbops.yaml'), { env: {} });
  expect(diagnostics).toEqual([]);
  if (manifest === null) throw new Error('the fixture is no manifest');
  return manifest;
}

const expected = (text: string): string[] =>
  text.split('\n').flatMap((line, i) => {
    const rule = /# expect: (\S+)/.exec(line)?.[1];
    return rule === undefined ? [] : [`${i + 1}: ${rule}`];
  });

describe.each(FIXTURES)('%s', (fixture) => {
  it('finds what is marked, at its line, and nothing else; mending leaves nothing', async () => {
    await withFolder(async (folder) => {
      const text = project(folder, fixture, 'postgres');
      const { desired, policies } = await load(folder);
      const { objects, places } = desired;
      const { findings } = checkPolicies({ objects, policies, places, today: TODAY });
      const found = findings.map((f) => `${f.at?.line}: ${f.rule}`);
      expect(expected(text).length).toBeGreaterThan(0);
      expect(found.toSorted(inOrder)).toEqual(expected(text));

      const [rule] = policies.rules;
      if (rule?.enforce === undefined) return;
      const mended = mendPolicies({ objects, policies, findings, dialect: 'postgres' });
      expect(mended.mended.length).toBeGreaterThan(0);
      expect(checkPolicies({ objects: mended.objects, policies, today: TODAY }).findings).toEqual([]);
    });
  });
});

const inOrder = (a: string, b: string): number => Number.parseInt(a, 10) - Number.parseInt(b, 10);

describe.each(SERVERS.filter((s) => s.variable !== null))('policies enforced on $title', (server) => {
  it.each(FIXTURES)('%s: a database that breaks the rule is mended, and then left alone', async (fixture) => {
    await withFolder(async (folder) => {
      const text = project(folder, fixture, server.dialect);
      if (!text.includes('enforce:')) return;
      const rule = readFileSync(join(folder, 'policies/rule.yaml'), 'utf8');
      await withDatabase(server, async (url) => {
        writeFileSync(join(folder, 'policies/rule.yaml'), 'rules: {}\n');
        expect(await dbops(folder, 'apply', '--target', url)).toMatchObject({ status: 0 });
        writeFileSync(join(folder, 'policies/rule.yaml'), rule);
        expect(await dbops(folder, 'policy', 'enforce', '--target', url)).toMatchObject({ status: 0 });
        expect(await dbops(folder, 'plan', '--target', url, '--exit-code')).toMatchObject({ status: 0 });
        const again = await dbops(folder, 'policy', 'enforce', '--target', url);
        expect(again).toMatchObject({ status: 0, stdout: expect.stringContaining('every index policy is kept') });
      });
    });
  });
});
