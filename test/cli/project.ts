import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type MigrateOptions } from '../../src/workflows/migrate.ts';
import { load } from '../servers/databases.ts';
import { type TestServer } from '../servers/servers.ts';

/** `dbops migrate up` without an option. */
export const NO_OPTIONS: MigrateOptions = {
  to: undefined,
  steps: undefined,
  all: false,
  dryRun: false,
  outOfOrder: false,
  acceptDrift: false,
  allow: [],
};

/** Everything that a URL has to spell in another way. */
export const PASSWORD = 'ge:heim@47/11 %#?ü';
const USER = 'cli_tester';

/** The URL of a user who may do all and has a password that must never be seen. */
export async function withPassword(server: TestServer, url: string): Promise<string> {
  const make =
    server.dialect === 'postgres'
      ? `do $$ begin create role ${USER} superuser login password '${PASSWORD}'; exception when duplicate_object or unique_violation then null; end $$`
      : `create user if not exists ${USER}@'%' identified by '${PASSWORD}'; grant all on *.* to ${USER}@'%' with grant option`;
  await load(server, url, make);
  const parsed = new URL(url);
  parsed.username = USER;
  parsed.password = encodeURIComponent(PASSWORD);
  return parsed.href;
}

/** What must not stand in any output or log: the password, as it is and as a URL spells it. */
export function secrets(): readonly string[] {
  return [PASSWORD, encodeURIComponent(PASSWORD), 'ge:heim', 'ge%3Aheim'];
}

export function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
}

/** A small project with a bit of everything, on two databases. */
export function writeProject(
  folder: string,
  dialect: 'postgres' | 'mysql',
  urls: { readonly staging: string; readonly production: string },
): void {
  write(folder, {
    'dbops.yaml': `version: 1
name: walk
dialect: ${dialect}
targets:
  staging: { url: "\${STAGING_URL:-${urls.staging}}" }
  production: { url: "${urls.production}", protected: true }
default_target: staging
`,
    'schema/shop.yaml': `tables:
  customers:
    columns:
      id: { type: bigint, not_null: true }
      name: { type: varchar(40), not_null: true }
      note: varchar(80)
    primary_key: [id]
  orders:
    columns:
      id: { type: bigint, not_null: true }
      customer_id: { type: bigint, not_null: true }
      total: { type: "numeric(12,2)", not_null: true }
    primary_key: [id]
    foreign_keys:
      orders_customer_id_fkey: { columns: [customer_id], references: customers(id) }
`,
    'policies/indexes.yaml': `rules:
  foreign-key-indexed: { level: error, enforce: create }
  index-name: { level: warning, pattern: "{table}_{columns}_index" }
`,
    'seeds/shop.yaml': `sets:
  people:
    table: customers
    key: [id]
    rows: [{ id: 1, name: Ada }, { id: 2, name: Grace }]
`,
    'workload/orders.sql': "select * from customers where note = 'x';\n",
  });
}
