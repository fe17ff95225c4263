import { formatGrants, type Grants, type Privilege, parseGrants } from '../../model/access.ts';

/** Stands for whoever owns an object, as grantee and as grantor. */
export const OWNER = null;

type Role = string | typeof OWNER;

/** One privilege of one role, on the whole object or on one column of it. */
export interface Item {
  readonly to: Role;
  readonly by: Role;
  readonly name: string;
  readonly column?: string;
  readonly grantable: boolean;
}

/** What can be granted on an object, and who has it while nobody has said anything. */
export interface Usual {
  readonly all: readonly string[];
  readonly owner: readonly string[];
  readonly public: readonly string[];
}

/** The letters of an aclitem: https://www.postgresql.org/docs/current/ddl-priv.html */
const LETTERS: Readonly<Record<string, string>> = {
  r: 'select',
  a: 'insert',
  w: 'update',
  d: 'delete',
  D: 'truncate',
  x: 'references',
  t: 'trigger',
  m: 'maintain',
  U: 'usage',
  C: 'create',
  X: 'execute',
};

const ROLE = '(?:"(?:[^"]|"")*"|[^=/"]*)';
const ITEM = new RegExp(`^(${ROLE})=([a-zA-Z*]*)/(${ROLE})$`);

/** An `aclitem[]` as the server prints it. */
export function parseAcl(acl: readonly string[], owner: string, column?: string): Item[] {
  return acl.flatMap((text) => {
    const [, grantee = '', letters = '', grantor = ''] = ITEM.exec(text) ?? [];
    const [to, by] = [roleName(grantee), roleName(grantor)];
    return (letters.match(/[a-zA-Z]\*?/g) ?? []).flatMap((letter): Item[] => {
      const name = LETTERS[letter[0] ?? ''];
      if (name === undefined) return [];
      const whole = { to: to === '' ? 'public' : to === owner ? OWNER : to, by: by === owner ? OWNER : by, name };
      return [{ ...whole, ...(column === undefined ? {} : { column }), grantable: letter.length > 1 }];
    });
  });
}

function roleName(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
}

/** The items that an object has by itself. */
export function usualItems(usual: Usual): Item[] {
  const items = (to: Role, names: readonly string[]): Item[] =>
    names.map((name) => ({ to, by: OWNER, name, grantable: false }));
  return [...items(OWNER, usual.owner), ...items('public', usual.public)];
}

/** What a manifest says → all that everybody has, as far as the server has such privileges. */
export function itemsOf(grants: Grants | undefined, owner: string, usual: Usual): Item[] {
  const said = parseGrants(grants);
  const roleOf = (name: string | undefined): Role => (name === undefined || name === owner ? OWNER : name);
  const kept = usualItems(usual).filter((i) => !said.has(i.to ?? owner));
  const given = [...said].flatMap(([to, list]) =>
    list.flatMap((p) =>
      (p.name === 'all' ? usual.all : [p.name]).flatMap((name): Item[] => {
        const item = { to: roleOf(to), by: roleOf(p.by), name, grantable: p.grantable ?? false };
        return p.columns === undefined ? [item] : p.columns.map((column) => ({ ...item, column }));
      }),
    ),
  );
  return [...kept, ...given.filter((i) => usual.all.includes(i.name))];
}

/** What everybody has → what a manifest says of it; undefined when it is all as usual. */
export function grantsOf(items: readonly Item[], owner: string, usual: Usual): Grants | undefined {
  const expected = usualItems(usual);
  const by = Map.groupBy(items, (i) => i.to);
  const roles = new Set<Role>([...by.keys(), ...expected.map((i) => i.to)]);
  const said = new Map<string, Privilege[]>();
  for (const role of roles) {
    const own = by.get(role) ?? [];
    if (
      sameItems(
        own,
        expected.filter((i) => i.to === role),
      )
    )
      continue;
    said.set(role ?? owner, privilegesOf(own, usual));
  }
  return said.size === 0 ? undefined : formatGrants(said);
}

/** A manifest's words as `grantsOf` says them: `all` where it is all, nothing that is as usual. */
export function canonicalGrants(grants: Grants | undefined, owner: string, usual: Usual): Grants | undefined {
  return grantsOf(itemsOf(grants, owner, usual), owner, usual);
}

/** Tells items apart, all but the grant option. */
export function itemKey(item: Item): string {
  return JSON.stringify([item.to, item.by, item.name, item.column ?? null]);
}

function sameItems(a: readonly Item[], b: readonly Item[]): boolean {
  const text = (items: readonly Item[]): string =>
    JSON.stringify(items.map((i) => `${itemKey(i)} ${i.grantable}`).sort());
  return text(a) === text(b);
}

/** Entries of one list: columns together, `all` for whoever has it all in one way. */
function privilegesOf(items: readonly Item[], { all }: Usual): Privilege[] {
  const ways = Map.groupBy(items, (i) => JSON.stringify([i.by, i.grantable]));
  return [...ways.values()].flatMap((way) => {
    const [first] = way;
    const rest = {
      ...(first?.grantable ? { grantable: true as const } : {}),
      ...(first === undefined || first.by === OWNER ? {} : { by: first.by }),
    };
    const whole = way.filter((i) => i.column === undefined).map((i) => i.name);
    const names = all.length > 1 && all.every((n) => whole.includes(n)) ? ['all'] : whole;
    const byName = Map.groupBy(
      way.filter((i) => i.column !== undefined),
      (i) => i.name,
    );
    return [
      ...names.map((name) => ({ name, ...rest })),
      ...[...byName].map(([name, list]) => ({ name, columns: list.flatMap((i) => i.column ?? []).sort(), ...rest })),
    ];
  });
}
