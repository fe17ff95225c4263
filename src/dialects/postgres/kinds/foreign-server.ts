import { sameData } from '../../../model/digest.ts';
import { objectId } from '../../../model/id.ts';
import { type ForeignDataWrapper, type ForeignServer, type UserMapping } from '../../../model/object.ts';
import { raw, sql } from '../../../model/query.ts';
import { type KindDriver } from '../../dialect.ts';
import { type ForeignOptions, optionsChange, optionsClause, readableOptions } from '../foreign-options.ts';
import { plainDriver, present } from '../plain-driver.ts';
import { quote } from '../quote.ts';
import { globalInScope, notOwned } from '../scope.ts';

interface Notes {
  readonly options: ForeignOptions | null;
  readonly comment: string | null;
}

/** Schemas of the functions that a wrapper `w` is made of: what is made with it belongs with them, too. */
const PLACES = raw(
  `ARRAY(SELECT n.nspname::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.oid IN (w.fdwhandler, w.fdwvalidator))`,
);

const wrapper = (o: ForeignDataWrapper): string => `FOREIGN DATA WRAPPER ${quote.ident(o.name)}`;

/** `HANDLER f VALIDATOR g`; a word that is asked for is said even where there is none. */
function functions({ handler, validator }: ForeignDataWrapper, asked: readonly string[]): string {
  const word = (name: string, value: string | undefined): string =>
    value !== undefined ? ` ${name} ${value}` : asked.includes(name) ? ` NO ${name}` : '';
  return `${word('HANDLER', handler)}${word('VALIDATOR', validator)}`;
}

/** https://www.postgresql.org/docs/current/sql-createforeigndatawrapper.html */
export const foreignDataWrapper = plainDriver<'foreign_data_wrapper'>({
  async read(session, { inScope }) {
    type Row = Notes & {
      readonly name: string;
      readonly places: readonly string[];
      readonly handler: string | null;
      readonly validator: string | null;
    };
    const rows = await session.rows<Row>(
      sql`SELECT w.fdwname AS name, nullif(w.fdwhandler::regproc::text, '-') AS handler, nullif(w.fdwvalidator::regproc::text, '-') AS validator,
                 ${PLACES} AS places, ${raw(readableOptions('w.fdwoptions'))} AS options, obj_description(w.oid, 'pg_foreign_data_wrapper') AS comment
          FROM pg_foreign_data_wrapper w WHERE ${notOwned('pg_foreign_data_wrapper', 'w')} ORDER BY w.fdwname COLLATE "C"`,
    );
    return rows
      .filter((r) => globalInScope(r.places, inScope))
      .map(
        ({ name, handler, validator, options, comment }): ForeignDataWrapper => ({
          kind: 'foreign_data_wrapper',
          schema: '',
          name,
          ...present({ handler, validator, options, comment }),
        }),
      );
  },
  target: wrapper,
  create: (o) => [`CREATE ${wrapper(o)}${functions(o, [])}${optionsClause({ ...o.options, ...o.secrets })}`],
  change(before, after) {
    const asked = [
      ...(before.handler === after.handler ? [] : ['HANDLER']),
      ...(before.validator === after.validator ? [] : ['VALIDATOR']),
    ];
    const said = functions(
      {
        ...after,
        ...(asked.includes('HANDLER') ? {} : { handler: undefined }),
        ...(asked.includes('VALIDATOR') ? {} : { validator: undefined }),
      },
      asked,
    );
    return [`ALTER ${wrapper(after)}${said}${optionsChange(before.options, after.options)}`];
  },
});

const server = (o: ForeignServer): string => `SERVER ${quote.ident(o.name)}`;

/** https://www.postgresql.org/docs/current/sql-createserver.html */
export const foreignServer = plainDriver<'foreign_server'>({
  async read(session, { inScope }) {
    type Row = Notes & {
      readonly name: string;
      readonly wrapper: string;
      readonly places: readonly string[];
      readonly type: string | null;
      readonly version: string | null;
    };
    const rows = await session.rows<Row>(
      sql`SELECT s.srvname AS name, w.fdwname AS wrapper, s.srvtype AS type, s.srvversion AS version,
                 ${PLACES} AS places, ${raw(readableOptions('s.srvoptions'))} AS options, obj_description(s.oid, 'pg_foreign_server') AS comment
          FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
          WHERE ${notOwned('pg_foreign_server', 's')} ORDER BY s.srvname COLLATE "C"`,
    );
    return rows
      .filter((r) => globalInScope(r.places, inScope))
      .map(
        ({ name, wrapper: made, type, version, options, comment }): ForeignServer => ({
          kind: 'foreign_server',
          schema: '',
          name,
          wrapper: made,
          ...present({ type, version, options, comment }),
        }),
      );
  },
  target: server,
  create({ type, version, ...o }) {
    const said = `${type === undefined ? '' : ` TYPE ${quote.literal(type)}`}${version === undefined ? '' : ` VERSION ${quote.literal(version)}`}`;
    return [
      `CREATE ${server(o)}${said} FOREIGN DATA WRAPPER ${quote.ident(o.wrapper)}${optionsClause({ ...o.options, ...o.secrets })}`,
    ];
  },
  change(before, after) {
    if (before.wrapper !== after.wrapper || before.type !== after.type) return null;
    const version = before.version === after.version ? '' : ` VERSION ${quote.literal(after.version ?? null)}`;
    return [`ALTER ${server(after)}${version}${optionsChange(before.options, after.options)}`];
  },
  needs: (o) => [objectId('foreign_data_wrapper', '', o.wrapper)],
});

const RESERVED = new Set(['public', 'current_user', 'user', 'current_role', 'session_user']);

function mapping({ user, server: on }: UserMapping): string {
  const whom = RESERVED.has(user) ? user.toUpperCase() : quote.ident(user);
  return `USER MAPPING FOR ${whom} SERVER ${quote.ident(on)}`;
}

const plainMapping = plainDriver<'user_mapping'>({
  async read(session, { inScope }) {
    type Row = {
      readonly user: string;
      readonly server: string;
      readonly places: readonly string[];
      readonly options: ForeignOptions | null;
    };
    // The view shows options to those alone who may know them; a mapping whose options are hidden is not managed.
    const rows = await session.rows<Row>(
      sql`SELECT CASE WHEN m.umuser = 0 THEN 'public' ELSE m.usename::text END AS user, m.srvname AS server,
                 ${PLACES} AS places, ${raw(readableOptions('m.umoptions'))} AS options
          FROM pg_user_mappings m JOIN pg_foreign_server s ON s.oid = m.srvid JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
          WHERE (m.umoptions IS NOT NULL OR current_setting('is_superuser') = 'on')
            AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_user_mapping'::regclass AND d.objid = m.umid AND d.deptype = 'e')
          ORDER BY 2, 1`,
    );
    return rows
      .filter((r) => globalInScope(r.places, inScope))
      .map(
        ({ user, server: on, options }): UserMapping => ({
          kind: 'user_mapping',
          schema: '',
          name: `${user} for ${on}`,
          user,
          server: on,
          ...present({ options }),
        }),
      );
  },
  target: mapping,
  create: (o) => [`CREATE ${mapping(o)}${optionsClause({ ...o.options, ...o.secrets })}`],
  change: (before, after) =>
    sameData(before.options, after.options)
      ? []
      : [`ALTER ${mapping(after)}${optionsChange(before.options, after.options)}`],
  needs: (o) => [objectId('foreign_server', '', o.server)],
});

/** https://www.postgresql.org/docs/current/sql-createusermapping.html */
export const userMapping: KindDriver<'user_mapping'> = { ...plainMapping, rename: undefined };
