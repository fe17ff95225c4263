import { alembic } from './alembic.ts';
import { atlas } from './atlas.ts';
import { dbmate } from './dbmate.ts';
import { flyway } from './flyway.ts';
import { type Layout } from './format.ts';
import { golangMigrate } from './golang-migrate.ts';
import { graphileMigrate } from './graphile-migrate.ts';
import { liquibase } from './liquibase.ts';
import { nodePgMigrate } from './node-pg-migrate.ts';
import { prisma } from './prisma.ts';
import { sqitch } from './sqitch.ts';

const ALL: readonly Layout[] = [
  dbmate,
  flyway,
  alembic,
  prisma,
  liquibase,
  sqitch,
  golangMigrate,
  graphileMigrate,
  nodePgMigrate,
  atlas,
];

/** Every layout, by the name that the manifest's `migrations.layout` gives. */
export const LAYOUTS: Readonly<Record<string, Layout>> = Object.fromEntries(ALL.map((l) => [l.name, l]));

/** The layout of a name, or null when there is none. */
export function layoutOf(name: string): Layout | null {
  return Object.hasOwn(LAYOUTS, name) ? (LAYOUTS[name] ?? null) : null;
}
