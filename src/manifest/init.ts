import { type DialectName } from '../model/manifest.ts';
import { hasSecret } from '../model/url.ts';
import { dialectOfScheme } from './target.ts';

/** The files of a new project: small, commented, and valid as they are. A URL that holds a password is left to the environment. */
export function initialFiles(
  dialect: DialectName,
  name: string,
  url?: string,
): { readonly path: string; readonly text: string }[] {
  const base = 'https://unpkg.com/dbops/dist/manifest/schemas';
  const header = (schema: string): string => `# yaml-language-server: $schema=${base}/${schema}.schema.json\n`;
  const postgres = dialect === 'postgres';
  const local = localTarget(dialect, url);
  const id = postgres ? '{ type: bigint, identity: always }' : '{ type: bigint, auto_increment: true }';
  const moment = postgres
    ? 'timestamptz, not_null: true, default: now()'
    : 'datetime, not_null: true, default: current_timestamp';
  return [
    {
      path: 'dbops.yaml',
      text: `${header('dbops')}version: 1
name: ${JSON.stringify(name)}
dialect: ${dialect}
include:
  schema: [schema/**/*.yaml]
  policies: [policies/**/*.yaml]
  seeds: [seeds/**/*.yaml]
targets:
${local}
  # production: { url: "\${PRODUCTION_DATABASE_URL}", protected: true }
default_target: local
migrations: { dir: migrations, layout: dbmate }
safety: { lock_timeout: 500ms, statement_timeout: 15min }
`,
    },
    {
      path: 'schema/example.yaml',
      text: `${header('schema')}# Change this file, then: dbops plan, dbops apply
tables:
  customers:
    comment: People who buy things
    columns:
      id: ${id}
      email: { type: varchar(190), not_null: true }
      full_name: { type: varchar(200), not_null: true }
      created_at: { type: ${moment} }
    primary_key: [id]
    uniques:
      customers_email_key: [email]
  orders:
    columns:
      id: ${id}
      customer_id: { type: bigint, not_null: true }
      total: { type: "numeric(12,2)", not_null: true, default: 0 }
    primary_key: [id]
    checks:
      orders_total_not_negative: total >= 0
    foreign_keys:
      orders_customer_id_fkey: { columns: [customer_id], references: customers(id), on_delete: restrict }
    indexes:
      orders_customer_id_idx: [customer_id]
`,
    },
    {
      path: 'policies/indexes.yaml',
      text: `${header('policies')}# What every index must obey; enforce: what dbops may mend by itself.
rules:
  foreign-key-indexed: { level: error, enforce: create }
  no-redundant-index: { level: warning }
  no-duplicate-index: { level: error }
`,
    },
    {
      path: 'seeds/example.yaml',
      text: `${header('seeds')}# Generated rows, the same ones every time; never on a protected target.
sets:
  demo_customers:
    table: customers
    key: [email]
    count: 100
    columns:
      email: { faker: internet.email, unique: true }
      full_name: { faker: person.fullName }
`,
    },
  ];
}

function localTarget(dialect: DialectName, url: string | undefined): string {
  if (url !== undefined && dialectOfScheme(url) === dialect) {
    return `  local: { url: ${JSON.stringify(hasSecret(url) ? '${DATABASE_URL}' : url)} }`;
  }
  return dialect === 'postgres'
    ? '  local: { url: "pglite://.dbops/local" } # embedded PostgreSQL: no server to install'
    : '  local: { url: "${DATABASE_URL:-mysql://root@127.0.0.1:3306/app}" }';
}
