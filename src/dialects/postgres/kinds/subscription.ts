import { type Subscription } from '../../../model/object.ts';
import { raw, sql } from '../../../model/query.ts';
import { withoutSecrets } from '../../../model/secret-options.ts';
import { type Catalog, type Session } from '../../dialect.ts';
import { plainDriver, present } from '../plain-driver.ts';
import { idents, quote } from '../quote.ts';
import { globalInScope } from '../scope.ts';

interface Row {
  readonly name: string;
  readonly connection: string;
  readonly publications: readonly string[];
  readonly slot: string | null;
  readonly enabled: boolean;
  readonly options: Readonly<Record<string, string | null>>;
  readonly comment: string | null;
}

/** Options and what they are when nobody says: https://www.postgresql.org/docs/current/sql-createsubscription.html */
const USUAL: Readonly<Record<string, string>> = {
  binary: 'false',
  streaming: 'false',
  two_phase: 'false',
  disable_on_error: 'false',
  password_required: 'true',
  run_as_owner: 'false',
  origin: 'any',
  failover: 'false',
  synchronous_commit: 'off',
};

/** Columns of pg_subscription `s` by option, with the version that has them. */
const OPTIONS: readonly (readonly [since: number, option: string, value: string])[] = [
  [0, 'synchronous_commit', `nullif(s.subsynccommit, 'off')`],
  [140000, 'binary', `CASE WHEN s.subbinary THEN 'true' END`],
  [140000, 'streaming', `CASE s.substream::text WHEN 't' THEN 'on' WHEN 'true' THEN 'on' WHEN 'p' THEN 'parallel' END`],
  [150000, 'two_phase', `CASE WHEN s.subtwophasestate <> 'd' THEN 'true' END`],
  [150000, 'disable_on_error', `CASE WHEN s.subdisableonerr THEN 'true' END`],
  [160000, 'password_required', `CASE WHEN NOT s.subpasswordrequired THEN 'false' END`],
  [160000, 'run_as_owner', `CASE WHEN s.subrunasowner THEN 'true' END`],
  [160000, 'origin', `nullif(s.suborigin, 'any')`],
  [170000, 'failover', `CASE WHEN s.subfailover THEN 'true' END`],
];

/** From 18 on, streaming is parallel unless somebody says otherwise. */
const PARALLEL = `CASE s.substream WHEN 't' THEN 'on' WHEN 'f' THEN 'off' END`;

const target = (o: Subscription): string => `SUBSCRIPTION ${quote.ident(o.name)}`;

const connectionOf = (o: Subscription): string => quote.literal(o.secrets?.connection ?? o.connection);

const slotOf = ({ name, slot }: Subscription): string => (slot === 'none' ? 'NONE' : quote.literal(slot ?? name));

function optionList(options: readonly (readonly [string, string])[]): string {
  return options.map(([key, value]) => `${quote.ident(key)} = ${quote.literal(value)}`).join(', ');
}

/** Made without a connection, as a dump does: its slot and the first copy are its owner's to make. */
function create(o: Subscription): string[] {
  const options = optionList(Object.entries(o.options ?? {}));
  const slot = o.slot === undefined ? '' : `, slot_name = ${slotOf(o)}`;
  const made = `CREATE ${target(o)} CONNECTION ${connectionOf(o)} PUBLICATION ${idents(o.publications)}`;
  return [
    `${made} WITH (connect = false${slot}${options === '' ? '' : `, ${options}`})`,
    ...(o.disabled ? [] : [`ALTER ${target(o)} ENABLE`]),
  ];
}

/** https://www.postgresql.org/docs/current/sql-altersubscription.html */
function change(before: Subscription, after: Subscription): string[] | null {
  const [from, to] = [before.options ?? {}, after.options ?? {}];
  if (from.two_phase !== to.two_phase) return null;
  const alter = `ALTER ${target(after)}`;
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])].filter((key) => from[key] !== to[key]);
  const set = optionList(keys.map((key) => [key, to[key] ?? USUAL[key] ?? '']));
  const publications = idents(after.publications);
  return [
    ...(after.disabled && !before.disabled ? [`${alter} DISABLE`] : []),
    ...(before.connection === after.connection ? [] : [`${alter} CONNECTION ${connectionOf(after)}`]),
    ...(idents(before.publications) === publications
      ? []
      : [`${alter} SET PUBLICATION ${publications} WITH (refresh = false)`]),
    ...(before.slot === after.slot ? [] : [`${alter} SET (slot_name = ${slotOf(after)})`]),
    ...(set === '' ? [] : [`${alter} SET (${set})`]),
    ...(before.disabled && !after.disabled ? [`${alter} ENABLE`] : []),
  ];
}

const HERE = raw(`s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())`);

/** Whether there are any, and whether their connections may be seen. */
async function seen(session: Session): Promise<{ readonly any: boolean; readonly readable: boolean }> {
  const [row] = await session.rows<{ any: boolean; readable: boolean }>(
    sql`SELECT EXISTS (SELECT s.oid FROM pg_subscription s WHERE ${HERE}) AS any,
               has_column_privilege('pg_subscription', 'subconninfo', 'SELECT') AS readable`,
  );
  return row ?? { any: false, readable: false };
}

/** Subscriptions whose connections nobody but a superuser sees, and secrets of those that are seen. */
export async function unmanagedSubscriptions(session: Session): Promise<Catalog['unmanaged']> {
  const { any, readable } = await seen(session);
  if (!any) return [];
  const connection = raw(readable ? 's.subconninfo' : 'NULL');
  const rows = await session.rows<{ name: string; connection: string | null }>(
    sql`SELECT s.subname AS name, ${connection} AS connection FROM pg_subscription s WHERE ${HERE} ORDER BY s.subname COLLATE "C"`,
  );
  return rows.flatMap(({ name, connection: text }) => {
    if (text === null) return [{ kind: 'subscription', name }];
    return withoutSecrets(text) === text
      ? []
      : [{ kind: 'subscription attribute', name: `${name}: the secret in its connection` }];
  });
}

const plain = plainDriver<'subscription'>({
  async read(session, { server, inScope }) {
    const { any, readable } = await seen(session);
    if (!any || !readable || !globalInScope([], inScope)) return [];
    const known = OPTIONS.filter(([since]) => server.number >= since).map(([, option, value]) =>
      option === 'streaming' && server.number >= 180000 ? ([option, PARALLEL] as const) : ([option, value] as const),
    );
    const options = raw(`json_build_object(${known.map(([option, value]) => `'${option}', ${value}`).join(', ')})`);
    const rows = await session.rows<Row>(
      sql`SELECT s.subname AS name, s.subconninfo AS connection, s.subpublications AS publications, s.subslotname AS slot,
                 s.subenabled AS enabled, ${options} AS options, obj_description(s.oid, 'pg_subscription') AS comment
          FROM pg_subscription s WHERE ${HERE} ORDER BY s.subname COLLATE "C"`,
    );
    return rows.map(({ name, connection, publications, slot, enabled, options: all, comment }): Subscription => {
      const own = Object.entries(all).filter((e): e is [string, string] => e[1] !== null);
      return {
        kind: 'subscription',
        schema: '',
        name,
        connection: withoutSecrets(connection),
        publications,
        ...present({
          slot: slot === name ? null : (slot ?? 'none'),
          disabled: enabled ? null : (true as const),
          options: own.length === 0 ? null : Object.fromEntries(own),
          comment,
        }),
      };
    });
  },
  target,
  create,
  change,
});

/** Its slot stays where it is when it goes: to drop that would need a connection, and no transaction. */
function letGoOfSlot(o: Subscription): string[] {
  const disable = o.disabled ? [] : [`ALTER ${target(o)} DISABLE`];
  return o.slot === 'none' ? disable : [...disable, `ALTER ${target(o)} SET (slot_name = NONE)`];
}

/** https://www.postgresql.org/docs/current/sql-createsubscription.html */
export const subscription: typeof plain = {
  ...plain,
  alter(before, after, fields, context) {
    const usual = (o: Subscription): Subscription =>
      context.server.number < 180000 ? o : { ...o, options: { streaming: 'parallel', ...o.options } };
    return plain.alter(usual(before), usual(after), fields, context);
  },
  create(object, context) {
    const [made, ...rest] = plain.create(object, context);
    return made === undefined ? [] : [{ ...made, undo: [...letGoOfSlot(object), ...(made.undo ?? [])] }, ...rest];
  },
  drop(object, context) {
    return plain.drop(object, context).flatMap((drop) => {
      const { ends, frees, locks } = drop;
      return [...letGoOfSlot(object).map((text) => ({ sql: text, undo: [], ends, frees, locks })), drop];
    });
  },
};
