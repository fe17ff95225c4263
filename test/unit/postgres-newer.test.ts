import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRun, plan } from '../../src/index.ts';
import { type Diagnostic } from '../../src/model/diagnostic.ts';
import { withDatabase, withFolder } from '../servers/databases.ts';
import { SERVERS } from '../servers/servers.ts';

const MANIFEST = `
extensions: [btree_gist]
tables:
  t:
    columns:
      id: { type: integer, not_null: true }
      twice: { type: integer, generated: { expression: id * 2 }, not_null: true, not_null_name: t_twice_there }
      during: { type: int4range, not_null: true }
    primary_key: { columns: [id, during], without_overlaps: true }
    checks: { t_positive: { expression: id > 0, not_enforced: true } }
    grants: { public: [maintain] }
  u:
    columns: { id: integer, during: int4range }
    foreign_keys: { u_t: { columns: [id, during], references: "t(id, during)", period: true } }
  w:
    columns: { id: { type: integer, not_null: true } }
    partition_by: range (id)
    exclusions: { w_alone: exclude using btree (id with =) }
publications:
  p: { tables: { t: "" }, options: { publish_generated_columns: stored } }
event_triggers:
  e: { event: login, execute: e() }
functions:
  e(): { returns: event_trigger, language: plpgsql, body: begin end }
`;

describe.each(SERVERS.filter((s) => s.name === 'pg15'))('a manifest that is too new for $name', (server) => {
  it('is an error that names the version, for each thing at its place', async () => {
    await withDatabase(server, async (url) => {
      await withFolder(async (cwd) => {
        mkdirSync(join(cwd, 'schema'));
        writeFileSync(
          join(cwd, 'dbops.yaml'),
          `version: 1\ndialect: postgres\ntargets: { live: { url: "${url}" } }\ninclude: { schema: [schema/*.yaml] }\n`,
        );
        writeFileSync(join(cwd, 'schema/all.yaml'), MANIFEST.trimStart());
        const refused: unknown = await plan(openRun('plan', { cwd, yes: true }), {
          format: 'text',
          exitCode: false,
          out: undefined,
        }).catch((e: unknown) => e);
        const { diagnostics } = refused as { readonly diagnostics: readonly Diagnostic[] };
        const said = diagnostics.map(
          (d) => `${d.at?.line} ${d.message.replace(/^PostgreSQL .* lacks/, 'lacks')} (${d.hint})`,
        );
        const later = (since: number): string =>
          `(PostgreSQL ${since} and later have it; take it out, or bring the server up to date)`;
        expect(said).toEqual([
          `6 lacks virtual generated columns: table public.t ${later(18)}`,
          `6 lacks names of NOT NULL: table public.t ${later(18)}`,
          `8 lacks WITHOUT OVERLAPS: table public.t ${later(18)}`,
          `3 lacks the privilege maintain: table public.t ${later(17)}`,
          `9 lacks NOT ENFORCED: check public.t.t_positive ${later(18)}`,
          `13 lacks PERIOD: foreign key public.u.u_t ${later(18)}`,
          `17 lacks exclusion constraints of partitioned tables: exclusion public.w.w_alone ${later(17)}`,
          `19 lacks publish_generated_columns: publication p ${later(18)}`,
          `21 lacks the event login: event trigger e ${later(17)}`,
        ]);
      });
    });
  });
});
