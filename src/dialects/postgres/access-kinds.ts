import { WHOEVER_APPLIES, withColumnNames } from '../../model/access.ts';
import { type ObjectId, objectId } from '../../model/id.ts';
import { type DefaultPrivileges, idOf, type Kind, type SchemaObject, type Table } from '../../model/object.ts';
import { type DriverContext, type ServerInfo } from '../dialect.ts';
import { grantsOf, itemsOf, type Usual } from './acl.ts';
import { type Holder, type Rights } from './acl-change.ts';
import { argumentTypes, identitySequenceName } from './names.ts';
import { quote } from './quote.ts';
import { capabilities } from './versions.ts';

type On = DefaultPrivileges['on'];

/** How a kind is called in ALTER … OWNER TO and in GRANT … ON, and which default privileges are about it. */
interface Words {
  readonly alter: string;
  readonly grant?: string;
  readonly on?: On;
  /** What can be granted where no default privileges are about it. */
  readonly all?: readonly string[];
  /** Everybody has that by itself. */
  readonly open?: true;
}

const KINDS_WITH_OWNER: Partial<Record<Kind, Words>> = {
  schema: { alter: 'SCHEMA', grant: 'SCHEMA', on: 'schemas' },
  enum: { alter: 'TYPE', grant: 'TYPE', on: 'types' },
  composite: { alter: 'TYPE', grant: 'TYPE', on: 'types' },
  range: { alter: 'TYPE', grant: 'TYPE', on: 'types' },
  domain: { alter: 'DOMAIN', grant: 'DOMAIN', on: 'types' },
  sequence: { alter: 'SEQUENCE', grant: 'SEQUENCE', on: 'sequences' },
  function: { alter: 'FUNCTION', grant: 'FUNCTION', on: 'functions' },
  aggregate: { alter: 'AGGREGATE', grant: 'FUNCTION', on: 'functions' },
  table: { alter: 'TABLE', grant: 'TABLE', on: 'tables' },
  view: { alter: 'VIEW', grant: 'TABLE', on: 'tables' },
  materialized_view: { alter: 'MATERIALIZED VIEW', grant: 'TABLE', on: 'tables' },
  collation: { alter: 'COLLATION' },
  operator: { alter: 'OPERATOR' },
  statistics: { alter: 'STATISTICS' },
  event_trigger: { alter: 'EVENT TRIGGER' },
  text_search_dictionary: { alter: 'TEXT SEARCH DICTIONARY' },
  text_search_configuration: { alter: 'TEXT SEARCH CONFIGURATION' },
  operator_family: { alter: 'OPERATOR FAMILY' },
  operator_class: { alter: 'OPERATOR CLASS' },
  language: { alter: 'LANGUAGE', grant: 'LANGUAGE', all: ['usage'], open: true },
  conversion: { alter: 'CONVERSION' },
  subscription: { alter: 'SUBSCRIPTION' },
  publication: { alter: 'PUBLICATION' },
  foreign_data_wrapper: { alter: 'FOREIGN DATA WRAPPER', grant: 'FOREIGN DATA WRAPPER', all: ['usage'] },
  foreign_server: { alter: 'SERVER', grant: 'FOREIGN SERVER', all: ['usage'] },
};

const RELATION = ['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger'] as const;

/** What there is to grant: https://www.postgresql.org/docs/current/ddl-priv.html */
export function usualOn(on: On, server: ServerInfo): Usual {
  const { maintain } = capabilities(server);
  const all: Record<On, readonly string[]> = {
    tables: maintain ? [...RELATION, 'maintain'] : RELATION,
    sequences: ['select', 'update', 'usage'],
    functions: ['execute'],
    types: ['usage'],
    schemas: ['usage', 'create'],
    'large objects': ['select', 'update'],
  };
  const open = on === 'functions' || on === 'types';
  return { all: all[on], owner: all[on], public: open ? all[on] : [] };
}

export function hasOwner({ kind }: { readonly kind: Kind }): boolean {
  return KINDS_WITH_OWNER[kind] !== undefined;
}

/** The schema that every database brings along: it is there before anything is made, with privileges of its own. */
export function isPublicSchema(object: SchemaObject): boolean {
  return object.kind === 'schema' && object.name === 'public';
}

/** What privileges on an object are about; null for what nothing can be granted on. */
export function usualFor(object: SchemaObject, server: ServerInfo): Usual | null {
  const { on, all, open } = KINDS_WITH_OWNER[object.kind] ?? {};
  if (on === undefined) return all === undefined ? null : { all, owner: all, public: open ? all : [] };
  const usual = usualOn(on, server);
  if (!isPublicSchema(object)) return usual;
  return { ...usual, public: capabilities(server).publicForOwner ? ['usage'] : usual.all };
}

/** Whose an object is that names no owner. */
export function usualOwner(object: SchemaObject, server: ServerInfo): string {
  return isPublicSchema(object) && capabilities(server).publicForOwner ? 'pg_database_owner' : server.user;
}

/** Whose an object is: a sequence that a column owns is its table's owner's. */
export function ownerOf(
  object: SchemaObject,
  objects: ReadonlyMap<ObjectId, SchemaObject>,
  server: ServerInfo,
): string {
  const { ownedBy } = object.kind === 'sequence' ? object : { ownedBy: undefined };
  const table = ownedBy && objects.get(objectId('table', object.schema, ownedBy.table));
  const { owner = usualOwner(object, server) } = table ?? object;
  return owner === WHOEVER_APPLIES ? server.user : owner;
}

/** What an object's owner and privileges hang on; `named` is another name of it. */
export function holderOf(object: SchemaObject, server: ServerInfo, named = nameOf(object)): Holder | null {
  const words = KINDS_WITH_OWNER[object.kind];
  if (words === undefined) return null;
  const procedure = object.kind === 'function' && object.procedure ? 'PROCEDURE' : null;
  const none: Usual = { all: [], owner: [], public: [] };
  return {
    on: `${procedure ?? words.grant ?? ''} ${object.kind === 'aggregate' ? functionName(named) : named}`,
    usual: usualFor(object, server) ?? none,
    own: (role) => `ALTER ${procedure ?? words.alter} ${named} OWNER TO ${quote.ident(role)}`,
  };
}

/** The sequence of an identity column, which has its table's owner. */
export function identityHolder(
  table: Pick<Table, 'schema' | 'name' | 'columns'>,
  column: string,
  server: ServerInfo,
): Holder {
  const found = table.columns.find((c) => c.name === column) ?? { name: column };
  const sequence = quote.name(table.schema, identitySequenceName(table, found));
  return { on: `SEQUENCE ${sequence}`, usual: usualOn('sequences', server), own: null };
}

/** `public.orders`, `public.add(integer)`, `public.+(integer, integer)`, `public.ops USING btree`. */
function nameOf(object: SchemaObject): string {
  const { schema, name } = object;
  if (object.kind === 'operator') return `${quote.ident(schema)}.${name}(${object.signature})`;
  const place = quote.name(schema, name);
  if (object.kind === 'operator_family' || object.kind === 'operator_class') {
    return `${place} USING ${quote.ident(object.signature)}`;
  }
  return 'signature' in object ? `${place}(${argumentTypes(object)})` : place;
}

/** GRANT speaks of an aggregate as of a function: all arguments in one list. */
function functionName(named: string): string {
  return named
    .replace(/\(\*\)$/, '()')
    .replace(/(VARIADIC "any") ORDER BY VARIADIC "any"\)$/, '$1)')
    .replace(/ ORDER BY /, ', ')
    .replace(/\( ?, /, '(');
}

/** What whoever makes an object gives by that: the server's own, and the default privileges that are there before the plan. */
export function initialGrants(
  on: On,
  schema: string,
  usual: Usual,
  { before, server }: Pick<DriverContext, 'before' | 'server'>,
): Rights {
  const owner = server.user;
  const find = (place: string): SchemaObject | undefined => before.get(objectId('default_privileges', place, on));
  const [everywhere, here] = [find(''), schema === '' ? undefined : find(schema)];
  if (everywhere === undefined && here === undefined) return { owner };
  const bare: Usual = { ...usual, owner: [], public: [] };
  const items = [...itemsOf(everywhere?.grants, owner, usual), ...itemsOf(here?.grants, owner, bare)];
  const grants = grantsOf(items, owner, usual);
  return grants === undefined ? { owner } : { owner, grants };
}

/** The rights on an object just made. */
export function initialRights(object: SchemaObject, context: Pick<DriverContext, 'before' | 'server'>): Rights {
  const on = KINDS_WITH_OWNER[object.kind]?.on;
  const usual = usualFor(object, context.server);
  if (isPublicSchema(object) || on === undefined || usual === null)
    return { owner: usualOwner(object, context.server) };
  return initialGrants(on, object.kind === 'schema' ? '' : object.schema, usual, context);
}

/** The rights on an object among others. */
export function rightsOf(
  object: SchemaObject,
  objects: ReadonlyMap<ObjectId, SchemaObject>,
  server: ServerInfo,
): Rights {
  const owner = ownerOf(object, objects, server);
  return object.grants === undefined ? { owner } : { owner, grants: object.grants };
}

/** A table's rights with its columns under their present names. */
export function withPresentColumns(before: SchemaObject, after: SchemaObject): SchemaObject {
  if (before.kind !== 'table' || after.kind !== 'table') return before;
  const present = new Map(
    after.columns.flatMap((c) => {
      const moved = c.renamedFrom !== undefined && !before.columns.some((b) => b.name === c.name);
      return moved ? [[c.renamedFrom, c.name] as const] : [];
    }),
  );
  if (present.size === 0) return before;
  const name = (column: string): string => present.get(column) ?? column;
  const { grants, identityGrants } = before;
  return {
    ...before,
    ...(grants === undefined ? {} : { grants: withColumnNames(grants, name) }),
    ...(identityGrants === undefined
      ? {}
      : { identityGrants: Object.fromEntries(Object.entries(identityGrants).map(([c, g]) => [name(c), g])) }),
  };
}

/** Made once an object has the owner that it is to have. */
export function ownedId(object: SchemaObject): ObjectId {
  return `owner:${idOf(object)}`;
}

/** Ended by what takes privileges on a schema away, and made by what gives some: who is to say something of what is in it must see it. */
export function seenId(schema: string): ObjectId {
  return `seen:${schema}`;
}

/** Freed by what takes privileges on an object away, and ended by what gives some. */
export function privilegesId(object: SchemaObject): ObjectId {
  return `privileges:${idOf(object)}`;
}

/** Freed by whatever makes an object or has it made again, and ended by changes of default privileges: those come last. */
export const DEFAULTS: ObjectId = 'default_privileges:';

/** Whether schemas are made under privileges that something else than the server gives. */
export function haveSchemasDefaults({ before }: Pick<DriverContext, 'before'>): boolean {
  return [...before.values()].some((o) => o.kind === 'default_privileges' && o.on === 'schemas');
}

/** That default privileges are those after the plan. */
export const DEFAULTS_SET: ObjectId = 'default_privileges:set';
