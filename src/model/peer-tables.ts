/** Tables in which migration tools remember what ran, with their sequences: bookkeeping, never schema. */
export const PEER_TABLES = [
  'schema_migrations',
  'flyway_schema_history',
  'alembic_version',
  '_prisma_migrations',
  'databasechangelog',
  'databasechangeloglock',
  'DATABASECHANGELOG',
  'DATABASECHANGELOGLOCK',
  'pgmigrations',
  'pgmigrations_id_seq',
  'atlas_schema_revisions',
] as const;

/** Schemas that are nothing but such bookkeeping. */
export const PEER_SCHEMAS = ['sqitch', 'graphile_migrate', 'atlas_schema_revisions'] as const;
