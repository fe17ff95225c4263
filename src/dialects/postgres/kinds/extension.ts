import { type Extension, idOf } from '../../../model/object.ts';
import { sql } from '../../../model/query.ts';
import { type StepDraft } from '../../../model/step.ts';
import { type KindDriver } from '../../dialect.ts';
import { DEFAULTS, DEFAULTS_SET, haveSchemasDefaults } from '../access-kinds.ts';
import { changedComment, commentAgain, firstComment } from '../comment.ts';
import { NO_LOCKS } from '../locks.ts';
import { schemaId } from '../needs.ts';
import { quote } from '../quote.ts';
import { underLasting } from './default-privileges.ts';

interface Row {
  readonly name: string;
  readonly into: string;
  readonly own: string | null;
  readonly version: string;
  readonly standard: string | null;
  readonly comment: string | null;
  readonly standardComment: string | null;
}

const target = (name: string): string => `EXTENSION ${quote.ident(name)}`;

function create({ name, into, version }: Extension): string {
  const schema = into === undefined ? '' : ` SCHEMA ${quote.ident(into)}`;
  return `CREATE ${target(name)}${schema}${version === undefined ? '' : ` VERSION ${quote.literal(version)}`}`;
}

/** Gives an extension the comment of its own that CREATE EXTENSION gives it. */
function ownComment(name: string): string {
  const text = `(SELECT comment FROM pg_available_extensions WHERE name = ${quote.literal(name)})`;
  return `DO $dbops$ BEGIN EXECUTE format('COMMENT ON EXTENSION %I IS %L', ${quote.literal(name)}, ${text}); END $dbops$`;
}

/** https://www.postgresql.org/docs/current/sql-createextension.html */
export const extension: KindDriver<'extension'> = {
  async read(session, context) {
    const rows = await session.rows<Row>(
      sql`SELECT x.extname AS name, n.nspname AS into, v.schema AS own, x.extversion AS version,
                 a.default_version AS standard, obj_description(x.oid, 'pg_extension') AS comment, a.comment AS "standardComment"
          FROM pg_extension x JOIN pg_namespace n ON n.oid = x.extnamespace
          LEFT JOIN pg_available_extensions a ON a.name = x.extname
          LEFT JOIN pg_available_extension_versions v ON v.name = x.extname AND v.version = x.extversion
          WHERE x.oid >= 16384 ORDER BY x.extname COLLATE "C"`,
    );
    return rows
      .filter(({ into }) => into === 'pg_catalog' || context.inScope(into))
      .map(
        ({ name, into, own, version, standard, comment, standardComment }): Extension => ({
          kind: 'extension',
          schema: '',
          name,
          ...(into === (own ?? 'public') ? {} : { into }),
          ...(version === standard ? {} : { version }),
          ...(comment === standardComment || comment === null ? {} : { comment }),
        }),
      );
  },
  create(object, context) {
    const id = idOf(object);
    const { name, comment, into } = object;
    return [
      {
        sql: underLasting(create(object), 'before', context),
        undo: [`DROP ${target(name)}`],
        makes: [id],
        needs: schemaId(into ?? ''),
        frees: [DEFAULTS],
        locks: NO_LOCKS,
      },
      ...firstComment(target(name), comment, id),
    ];
  },
  drop(object, context) {
    const id = idOf(object);
    const { name, comment, into } = object;
    const later = !context.after.has(id) && !haveSchemasDefaults(context);
    return [
      {
        sql: `DROP ${target(name)}`,
        undo: [
          underLasting(create(object), later ? 'after' : 'before', context),
          ...commentAgain(target(name), comment),
        ],
        ends: [id],
        frees: schemaId(into ?? ''),
        // On the way back, too, its members are there before default privileges would give them to anybody.
        needs: later ? [DEFAULTS_SET] : [],
        locks: NO_LOCKS,
      },
    ];
  },
  alter(before, after) {
    const id = idOf(after);
    const steps: StepDraft[] = [];
    const name = target(after.name);
    if (before.into !== after.into) {
      const move = (to: string | undefined): string => `ALTER ${name} SET SCHEMA ${quote.ident(to ?? 'public')}`;
      steps.push({
        sql: move(after.into),
        undo: [move(before.into)],
        // What is made over its members says where they are by then.
        makes: [id],
        ends: [id],
        needs: [id, ...schemaId(after.into ?? '')],
        frees: schemaId(before.into ?? ''),
        locks: NO_LOCKS,
      });
    }
    if (before.version !== after.version) {
      const update = (to: string | undefined): string =>
        `ALTER ${name} UPDATE${to === undefined ? '' : ` TO ${quote.literal(to)}`}`;
      const message = `the extension ${after.name} may have no way back to its former version`;
      steps.push({
        sql: update(after.version),
        undo: [update(before.version)],
        needs: [id],
        locks: NO_LOCKS,
        hazards: [{ kind: 'irreversible', object: id, message }],
      });
    }
    const comments = changedComment(name, before.comment, after.comment, id).map((step) => ({
      ...step,
      sql: after.comment === undefined ? ownComment(after.name) : step.sql,
      undo: before.comment === undefined ? [ownComment(after.name)] : step.undo,
    }));
    return { how: 'steps', steps: [...steps, ...comments] };
  },
};
