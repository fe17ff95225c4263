import { idOf, PUBLIC_COMMENT, type Schema } from '../../../model/object.ts';
import { sql } from '../../../model/query.ts';
import { type StepDraft } from '../../../model/step.ts';
import { type Capabilities, type KindDriver } from '../../dialect.ts';
import { changedComment, commentAgain, firstComment } from '../comment.ts';
import { NO_LOCKS } from '../locks.ts';
import { publicAsUsual } from '../public-schema.ts';
import { quote } from '../quote.ts';
import { notOwned, USER_SCHEMAS } from '../scope.ts';
import { defaultsAgain } from './default-privileges.ts';

const MISSING: Schema = { kind: 'schema', schema: '', name: 'public', comment: PUBLIC_COMMENT, missing: true };

const target = (name: string): string => `SCHEMA ${quote.ident(name)}`;

/** https://www.postgresql.org/docs/current/sql-createschema.html */
export const schema: KindDriver<'schema'> = {
  async read(session, context) {
    const rows = await session.rows<{ name: string; comment: string | null }>(
      sql`SELECT n.nspname AS name, obj_description(n.oid, 'pg_namespace') AS comment FROM pg_namespace n
          WHERE ${USER_SCHEMAS} AND ${notOwned('pg_namespace', 'n')} ORDER BY n.nspname COLLATE "C"`,
    );
    const found = rows.map(
      ({ name, comment }): Schema => ({ kind: 'schema', schema: '', name, ...(comment === null ? {} : { comment }) }),
    );
    const there = found.some((s) => s.name === 'public');
    return [...found, ...(there ? [] : [MISSING])].filter(({ name }) => context.inScope(name));
  },
  create(object) {
    const id = idOf(object);
    const { name, comment } = object;
    if (object.missing) return [];
    // `public` is always there: only its comment is ours.
    if (name === 'public')
      return changedComment(target(name), PUBLIC_COMMENT, comment, id).map((d) => ({ ...d, makes: [id], needs: [] }));
    const create = `CREATE SCHEMA IF NOT EXISTS ${quote.ident(name)}`;
    return [
      { sql: create, undo: [`DROP ${target(name)}`], makes: [id], locks: NO_LOCKS },
      ...firstComment(target(name), comment, id),
    ];
  },
  drop(object, context) {
    const id = idOf(object);
    const { name, comment } = object;
    if (object.missing) return [];
    if (name === 'public')
      return changedComment(target(name), comment, PUBLIC_COMMENT, id).map((d) => ({ ...d, ends: [id], needs: [] }));
    const again = [`CREATE ${target(name)}`, ...commentAgain(target(name), comment), ...defaultsAgain(name, context)];
    return [{ sql: `DROP ${target(name)}`, undo: again, ends: [id], locks: NO_LOCKS }];
  },
  alter(before, after, _, { capabilities }) {
    const steps = changedComment(target(after.name), before.comment, after.comment, idOf(after));
    return { how: 'steps', steps: before.missing && !after.missing ? [...publicAgain(capabilities), ...steps] : steps };
  },
  rename(before, after) {
    const to = (a: string, b: string): string => `ALTER ${target(a)} RENAME TO ${quote.ident(b)}`;
    const [a, b] = [before.name, after.name];
    return [{ sql: to(a, b), undo: [to(b, a)], ends: [idOf(before)], makes: [idOf(after)], locks: NO_LOCKS }];
  },
};

/** The schema `public` as every database has it from the beginning. */
function publicAgain(capabilities: Capabilities): StepDraft[] {
  const id = idOf(MISSING);
  const form = { makes: [id], undo: [], locks: NO_LOCKS };
  return [
    { ...form, sql: 'CREATE SCHEMA IF NOT EXISTS public', undo: ['DROP SCHEMA public'] },
    ...publicAsUsual(capabilities).map((sql) => ({ ...form, sql, needs: [] })),
  ];
}
