import { type Access, defaultPrivilegesName, formatGrants, type Grants, parsePrivilege } from '../../model/access.ts';
import { type DefaultPrivileges, type Kind, type SchemaObject } from '../../model/object.ts';
import { add, declared, entries, type Lowering, report, under } from './scope.ts';

type GrantsYaml = Readonly<Record<string, string | readonly string[]>>;

interface AccessYaml {
  readonly owner?: string;
  readonly grants?: GrantsYaml;
  readonly identity_grants?: Readonly<Record<string, GrantsYaml>>;
}

const RELATION = ['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger', 'maintain'];
const SEQUENCE = ['select', 'update', 'usage'];

/** What can be granted on a kind: https://www.postgresql.org/docs/current/ddl-priv.html */
const GRANTABLE: Partial<Record<Kind, readonly string[]>> = {
  schema: ['usage', 'create'],
  enum: ['usage'],
  domain: ['usage'],
  composite: ['usage'],
  range: ['usage'],
  language: ['usage'],
  foreign_data_wrapper: ['usage'],
  foreign_server: ['usage'],
  sequence: SEQUENCE,
  function: ['execute'],
  aggregate: ['execute'],
  table: RELATION,
  view: RELATION,
  materialized_view: RELATION,
};

const TABLE = [
  ...['select', 'insert', 'update', 'delete', 'create', 'drop', 'references', 'index', 'alter'],
  ...['create view', 'show view', 'trigger', 'delete history'],
];
const CODE = ['execute', 'alter routine', 'show create routine'];

/** The same on MySQL and MariaDB: https://dev.mysql.com/doc/refman/9.0/en/grant.html */
const GRANTABLE_THERE: Partial<Record<Kind, readonly string[]>> = {
  database: [...TABLE, ...CODE, 'create temporary tables', 'lock tables', 'create routine', 'event'],
  table: TABLE,
  view: TABLE,
  sequence: TABLE,
  function: CODE,
};

const ON: Readonly<Record<DefaultPrivileges['on'], readonly string[]>> = {
  tables: RELATION,
  sequences: SEQUENCE,
  functions: ['execute'],
  types: ['usage'],
  schemas: ['usage', 'create'],
  'large objects': ['select', 'update'],
};

/** An object with the owner and the privileges that stand beside its other keys. */
export function withAccess(lowering: Lowering, object: SchemaObject, pointer: string): SchemaObject {
  const yaml = valueAt(lowering, pointer) as AccessYaml | undefined;
  if (yaml?.owner === undefined && yaml?.grants === undefined && yaml?.identity_grants === undefined) return object;
  const { owner, grants, identity_grants: identity } = yaml;
  const what = object.kind.replaceAll('_', ' ');
  const refuse = (key: string, message: string, hint: string): void => {
    report(lowering, 'invalid-value', message, lowering.parsed.keyAt(under(pointer, key)), hint);
  };
  if (lowering.dialect === 'mysql' && (owner !== undefined || identity !== undefined)) {
    refuse(owner === undefined ? 'identity_grants' : 'owner', 'MySQL has no owners', 'take it out');
    return object;
  }
  if (object.kind === 'sequence' && object.ownedBy !== undefined && owner !== undefined) {
    refuse('owner', 'a sequence that a column owns has the owner of its table', 'take it out');
  }
  const names = (lowering.dialect === 'mysql' ? GRANTABLE_THERE : GRANTABLE)[object.kind];
  if (grants !== undefined && names === undefined) {
    refuse('grants', `nothing is granted on a ${what}`, 'take it out');
    return object;
  }
  const access: Access = {
    ...(owner === undefined ? {} : { owner }),
    ...lowered('grants', lowerGrants(lowering, grants, names ?? [], what, under(pointer, 'grants'))),
    ...lowered(
      'identityGrants',
      Object.fromEntries(
        entries(identity).map(([column, list]) => [
          column,
          lowerGrants(lowering, list, SEQUENCE, 'sequence', under(pointer, 'identity_grants', column)),
        ]),
      ),
    ),
  };
  return { ...object, ...access };
}

const NAME = String.raw`("(?:[^"]|"")+"|\S+)`;
const KEY = new RegExp(`^(${Object.keys(ON).join('|')})(?:\\s+in\\s+${NAME})?(?:\\s+for\\s+${NAME})?$`, 'i');

/** `tables in app for deploy`: what is granted, where, on what whose. */
export function lowerDefaultPrivileges(
  lowering: Lowering,
  yaml: Readonly<Record<string, GrantsYaml>> | undefined,
): void {
  for (const [key, given] of declared(yaml)) {
    const at = under('/default_privileges', key);
    const [, word = '', schema, role] = KEY.exec(key.trim()) ?? [];
    const on = (Object.keys(ON) as (keyof typeof ON)[]).find((name) => name === word.toLowerCase());
    if (on === undefined) {
      const hint = `write what they are about: ${Object.keys(ON).join(', ')}; then, where it matters, "in SCHEMA" and "for ROLE"`;
      report(lowering, 'invalid-value', `cannot read ${JSON.stringify(key)}`, lowering.parsed.keyAt(at), hint);
      continue;
    }
    const whose = role === undefined ? undefined : unquoted(role);
    const object: DefaultPrivileges = {
      kind: 'default_privileges',
      schema: schema === undefined ? '' : unquoted(schema),
      name: defaultPrivilegesName(on, whose),
      on,
      ...(whose === undefined ? {} : { role: whose }),
      ...lowered('grants', lowerGrants(lowering, given, ON[on], `${on} to come`, at)),
    };
    add(lowering, object, at);
  }
}

function lowerGrants(
  lowering: Lowering,
  yaml: GrantsYaml | undefined,
  names: readonly string[],
  what: string,
  pointer: string,
): Grants {
  const lists = entries(yaml).map(([role, given]) => {
    const list = typeof given === 'string' ? [given] : given;
    const privileges = list.flatMap((text, i) => {
      const privilege = parsePrivilege(text);
      const known = privilege !== null && (privilege.name === 'all' || names.includes(privilege.name));
      if (!known) {
        const at = lowering.parsed.at(typeof given === 'string' ? under(pointer, role) : under(pointer, role, i));
        const hint = `one of: ${[...names, 'all'].join(', ')}; with (columns) or "with grant option" behind it`;
        report(lowering, 'invalid-value', `${JSON.stringify(text)} is no privilege on a ${what}`, at, hint);
        return [];
      }
      const { columns, ...rest } = privilege;
      if (columns === undefined) return [rest];
      const each = privilege.name === 'all' ? ['select', 'insert', 'update', 'references'] : [privilege.name];
      return each.map((name) => ({ ...rest, name, columns }));
    });
    return [role, privileges] as const;
  });
  return formatGrants(new Map(lists));
}

function lowered<K extends string, T extends object>(key: K, value: T): { [P in K]?: T } {
  return (Object.keys(value).length === 0 ? {} : { [key]: value }) as { [P in K]?: T };
}

function valueAt({ parsed }: Lowering, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, part) => (value as Readonly<Record<string, unknown>> | undefined)?.[part], parsed.data);
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}
