import { formatGrants, type Grants, type Privilege, parseGrants } from '../../model/access.ts';
import { type Kind, type SchemaObject } from '../../model/object.ts';
import { type ServerInfo } from '../dialect.ts';
import { idents, quote } from './quote.ts';

/** What one account may do with one object, on the whole of it or on a column. */
export interface Item {
  readonly account: string;
  readonly name: string;
  readonly column?: string;
}

/** All that accounts may do with one object; the right to hand it on is an account's, whatever it hands on. */
export interface Rights {
  readonly items: readonly Item[];
  readonly grantors: ReadonlySet<string>;
}

const TABLE = [
  ...['select', 'insert', 'update', 'delete', 'create', 'drop', 'references', 'index', 'alter'],
  ...['create view', 'show view', 'trigger'],
];
const CODE = ['execute', 'alter routine'];
const DATABASE = ['create temporary tables', 'lock tables', 'create routine', 'event'];

/** What there is to grant on a kind: https://dev.mysql.com/doc/refman/9.0/en/grant.html, https://mariadb.com/kb/en/grant/ */
export function grantable(kind: Kind, server: ServerInfo): readonly string[] {
  const mariadb = server.product === 'mariadb';
  const history = mariadb ? ['delete history'] : [];
  const code = mariadb && server.number >= 110_300 ? [...CODE, 'show create routine'] : CODE;
  if (kind === 'function') return code;
  return kind === 'database' ? [...TABLE, ...history, ...code, ...DATABASE] : [...TABLE, ...history];
}

/** `user@host` of an account that names no host: any, where it cannot be a role of MariaDB's. */
export function accountName(account: string, { product }: Pick<ServerInfo, 'product'>): string {
  return account.lastIndexOf('@') > 0 || product === 'mariadb' ? account : `${account}@%`;
}

/** An account as statements take it. */
export function accountText(account: string): string {
  const at = account.lastIndexOf('@');
  if (at > 0) return `${quote.ident(account.slice(0, at))}@${quote.ident(account.slice(at + 1))}`;
  return account.toLowerCase() === 'public' ? 'PUBLIC' : quote.ident(account);
}

/** What accounts hold privileges by: a relation's name is one to GRANT whatever it is, and a routine's has no case. */
export function holderOf(object: SchemaObject): string {
  if (object.kind !== 'function') return `table ${object.name}`;
  return `${object.procedure ? 'procedure' : 'function'} ${object.name.toLowerCase()}`;
}

/** What privileges are on, the database aside. */
export const HOLDERS: ReadonlySet<Kind> = new Set<Kind>(['table', 'view', 'sequence', 'function']);

/** A manifest's words → each single privilege. */
export function rightsOf(grants: Grants | undefined, all: readonly string[], server: ServerInfo): Rights {
  const said = [...parseGrants(grants)].map(([account, list]) => [accountName(account, server), list] as const);
  const items = said.flatMap(([account, list]) =>
    list.flatMap(({ name, columns }) =>
      (name === 'all' ? all : [name]).flatMap((word): Item[] =>
        columns === undefined ? [{ account, name: word }] : columns.map((column) => ({ account, name: word, column })),
      ),
    ),
  );
  const grantors = said.flatMap(([account, list]) => (list.some((p) => p.grantable) ? [account] : []));
  return { items: [...new Map(items.map((i) => [keyOf(i), i])).values()], grantors: new Set(grantors) };
}

/** Each single privilege → a manifest's words: `all` for all there is, columns together. */
export function grantsOf({ items, grantors }: Rights, all: readonly string[]): Grants | undefined {
  const accounts = Map.groupBy(items, (i) => i.account);
  if (accounts.size === 0) return undefined;
  const said = [...accounts].map(([account, own]) => {
    const option = grantors.has(account) ? { grantable: true as const } : {};
    return [account, wordsOf(own, all).map((p): Privilege => ({ ...p, ...option }))] as const;
  });
  return formatGrants(new Map(said));
}

function wordsOf(items: readonly Item[], all: readonly string[]): Privilege[] {
  const whole = items.filter((i) => i.column === undefined).map((i) => i.name);
  const columns = Map.groupBy(
    items.filter((i) => i.column !== undefined),
    (i) => i.name,
  );
  return [
    ...(all.every((name) => whole.includes(name)) ? ['all'] : whole).map((name) => ({ name })),
    ...[...columns].map(([name, list]) => ({ name, columns: list.flatMap((i) => i.column ?? []).sort() })),
  ];
}

/** Statements that take and give, so that one state becomes another; `on` is `TABLE name`. */
export function grantSteps(
  on: string,
  from: Rights,
  to: Rights,
  all: readonly string[],
): { readonly taken: AccessStep[]; readonly given: AccessStep[] } {
  const lost = minus(from, to);
  const won = minus(to, from);
  const steps = (rights: Rights, verb: 'give' | 'take'): AccessStep[] =>
    accountsOf(rights).map((account) => {
      const own = rights.items.filter((i) => i.account === account);
      const option = rights.grantors.has(account);
      const [give, take] = [given(on, account, own, option, all), taken(on, account, own, option, all)];
      return {
        columns: own.flatMap((i) => i.column ?? []),
        ...(verb === 'give' ? { statements: [give], undo: take } : { statements: take, undo: [give] }),
      };
    });
  return { taken: steps(lost, 'take'), given: steps(won, 'give') };
}

export interface AccessStep {
  readonly statements: readonly string[];
  readonly undo: readonly string[];
  /** That the statements speak of. */
  readonly columns: readonly string[];
}

function minus(a: Rights, b: Rights): Rights {
  const there = new Set(b.items.map(keyOf));
  return {
    items: a.items.filter((i) => !there.has(keyOf(i))),
    grantors: new Set([...a.grantors].filter((account) => !b.grantors.has(account))),
  };
}

function accountsOf({ items, grantors }: Rights): string[] {
  return [...new Set([...items.map((i) => i.account), ...grantors])].sort();
}

function given(on: string, account: string, items: readonly Item[], option: boolean, all: readonly string[]): string {
  const list = items.length === 0 ? 'USAGE' : listText(items, all);
  return `GRANT ${list} ON ${on} TO ${accountText(account)}${option ? ' WITH GRANT OPTION' : ''}`;
}

function taken(on: string, account: string, items: readonly Item[], option: boolean, all: readonly string[]): string[] {
  const from = `ON ${on} FROM ${accountText(account)}`;
  return [
    ...(option ? [`REVOKE GRANT OPTION ${from}`] : []),
    ...(items.length === 0 ? [] : [`REVOKE ${listText(items, all)} ${from}`]),
  ];
}

function listText(items: readonly Item[], all: readonly string[]): string {
  const words = wordsOf(items, all);
  if (words.length === 1 && words[0]?.name === 'all') return 'ALL';
  return words
    .flatMap(({ name, columns }) => (name === 'all' ? all.map((n) => ({ name: n })) : [{ name, columns }]))
    .map(
      ({ name, columns }: Privilege) => `${name.toUpperCase()}${columns === undefined ? '' : ` (${idents(columns)})`}`,
    )
    .join(', ');
}

function keyOf({ account, name, column }: Item): string {
  return JSON.stringify([account, name, column ?? null]);
}
