import { type Dialect } from '../../dialects/dialect.ts';
import { type DialectName } from '../../model/manifest.ts';
import { type MigrationFile } from '../file.ts';
import { insertOnce } from './peer-table.ts';

/** Sqitch's registry: a schema on PostgreSQL, a database of its own on MySQL. */
export function registryName(_: DialectName): string {
  return 'sqitch';
}

/** The tables of registry version 1.1 (App::Sqitch::Engine::pg.sql and mysql.sql). */
export function createRegistry(dialect: Dialect): readonly string[] {
  const name = (table: string): string => dialect.quote.name(registryName(dialect.name), table);
  const pg = dialect.name === 'postgres';
  const time = pg ? 'TIMESTAMPTZ' : 'DATETIME(6)';
  const now = pg ? 'DEFAULT clock_timestamp()' : 'DEFAULT CURRENT_TIMESTAMP(6)';
  const text = (length: number): string => (pg ? 'TEXT' : `VARCHAR(${length})`);
  const who = `committed_at ${time} NOT NULL ${now}, committer_name ${text(255)} NOT NULL, committer_email ${text(255)} NOT NULL, planned_at ${time} NOT NULL, planner_name ${text(255)} NOT NULL, planner_email ${text(255)} NOT NULL`;
  const list = pg ? "TEXT[] NOT NULL DEFAULT '{}'" : 'TEXT NOT NULL';
  return [
    pg ? 'CREATE SCHEMA IF NOT EXISTS sqitch' : 'CREATE DATABASE IF NOT EXISTS sqitch',
    `CREATE TABLE IF NOT EXISTS ${name('releases')} (version ${pg ? 'REAL' : 'FLOAT(4,1)'} PRIMARY KEY, installed_at ${time} NOT NULL ${now}, installer_name ${text(255)} NOT NULL, installer_email ${text(255)} NOT NULL)`,
    `CREATE TABLE IF NOT EXISTS ${name('projects')} (project ${text(255)} PRIMARY KEY, uri ${text(255)} NULL UNIQUE, created_at ${time} NOT NULL ${now}, creator_name ${text(255)} NOT NULL, creator_email ${text(255)} NOT NULL)`,
    `CREATE TABLE IF NOT EXISTS ${name('changes')} (change_id ${text(40)} PRIMARY KEY, script_hash ${text(40)} NULL, ${pg ? 'change' : '`change`'} ${text(255)} NOT NULL, project ${text(255)} NOT NULL REFERENCES ${name('projects')}(project), note TEXT NOT NULL, ${who}, UNIQUE (project, script_hash))`,
    `CREATE TABLE IF NOT EXISTS ${name('tags')} (tag_id ${text(40)} PRIMARY KEY, tag ${text(255)} NOT NULL, project ${text(255)} NOT NULL REFERENCES ${name('projects')}(project), change_id ${text(40)} NOT NULL REFERENCES ${name('changes')}(change_id), note TEXT NOT NULL, ${who}, UNIQUE (project, tag))`,
    `CREATE TABLE IF NOT EXISTS ${name('dependencies')} (change_id ${text(40)} NOT NULL REFERENCES ${name('changes')}(change_id) ON DELETE CASCADE, type ${text(8)} NOT NULL, dependency ${text(255)} NOT NULL, dependency_id ${text(40)} NULL REFERENCES ${name('changes')}(change_id), PRIMARY KEY (change_id, dependency))`,
    `CREATE TABLE IF NOT EXISTS ${name('events')} (event ${pg ? "TEXT NOT NULL CHECK (event IN ('deploy', 'revert', 'fail', 'merge'))" : "ENUM('deploy', 'fail', 'merge', 'revert') NOT NULL"}, change_id ${text(40)} NOT NULL, ${pg ? 'change' : '`change`'} ${text(255)} NOT NULL, project ${text(255)} NOT NULL REFERENCES ${name('projects')}(project), note TEXT NOT NULL, requires ${list}, conflicts ${list}, tags ${list}, ${who}, PRIMARY KEY (change_id, committed_at))`,
    insertOnce(
      dialect,
      name('releases'),
      { version: 1.1, installer_name: 'dbops', installer_email: 'dbops@localhost' },
      '1 = 1',
    ),
  ];
}

interface Sealed {
  readonly id: string;
  readonly name: string;
  readonly note: string;
  readonly date: string;
  readonly planner: string;
  readonly email: string;
  readonly requires: readonly string[];
  readonly conflicts: readonly string[];
  readonly project: string;
  readonly uri: string | null;
  /** sha1 of the deploy script. */
  readonly script: string;
}

/** What Sqitch's registry holds of a change once it has deployed it. */
export function sqitchAdd(file: MigrationFile, dialect: Dialect, files: readonly MigrationFile[]): readonly string[] {
  const change = JSON.parse(file.seal ?? '{}') as Sealed;
  const name = (table: string): string => dialect.quote.name(registryName(dialect.name), table);
  const word = dialect.name === 'postgres' ? 'change' : '`change`';
  const planned = dialect.name === 'postgres' ? change.date : change.date.replace('T', ' ').replace('Z', '');
  const list = (items: readonly string[]): { sql: string } => ({
    sql:
      dialect.name === 'postgres'
        ? `ARRAY[${items.map(dialect.quote.literal).join(', ')}]::text[]`
        : dialect.quote.literal(items.join(' ')),
  });
  const who = {
    committer_name: 'dbops',
    committer_email: 'dbops@localhost',
    planned_at: {
      sql:
        dialect.name === 'postgres' ? `${dialect.quote.literal(planned)}::timestamptz` : dialect.quote.literal(planned),
    },
    planner_name: change.planner,
    planner_email: change.email,
  };
  const id = dialect.quote.literal(change.id);
  const base = { project: change.project, note: change.note };
  const project = { project: change.project, uri: change.uri, creator_name: 'dbops', creator_email: 'dbops@localhost' };
  return [
    insertOnce(dialect, name('projects'), project, `present.project = ${dialect.quote.literal(change.project)}`),
    insertOnce(
      dialect,
      name('changes'),
      { change_id: change.id, script_hash: change.script, [word]: change.name, ...base, ...who },
      `present.change_id = ${id}`,
    ),
    ...change.requires.map((r) => {
      const needed = files.find((f) => f.version === r);
      const dependency = {
        change_id: change.id,
        type: 'require',
        dependency: r,
        dependency_id: needed === undefined ? null : (JSON.parse(needed.seal ?? '{}') as Sealed).id,
      };
      return insertOnce(
        dialect,
        name('dependencies'),
        dependency,
        `present.change_id = ${id} AND present.dependency = ${dialect.quote.literal(r)}`,
      );
    }),
    insertOnce(
      dialect,
      name('events'),
      {
        event: 'deploy',
        change_id: change.id,
        [word]: change.name,
        ...base,
        requires: list(change.requires),
        conflicts: list(change.conflicts),
        tags: list([]),
        ...who,
      },
      `present.change_id = ${id}`,
    ),
  ];
}
