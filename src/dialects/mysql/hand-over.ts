import { digest } from '../../model/digest.ts';
import { type TableCopy } from '../../model/online-copy.ts';
import { sql } from '../../model/query.ts';
import { tokens } from '../../model/statements.ts';
import { type CopyMark, type HandOver, type Session } from '../dialect.ts';
import { quote } from './quote.ts';

const NAME = '`((?:[^`]|``)+)`';
const HEAD = new RegExp(`^ALTER TABLE (?:${NAME}\\.)?${NAME} `);
const WAY = /(?:, |^)ALGORITHM=COPY, LOCK=(?:SHARED|EXCLUSIVE)(?:, | (?=PARTITION BY|REMOVE PARTITIONING)|$)/;

function copyOf(text: string): TableCopy | null {
  const found = HEAD.exec(text);
  if (found === null) return null;
  const [head, schema = '', table = ''] = found;
  const clauses = text.slice(head.length);
  const rest = clauses.replace(WAY, '');
  return rest === clauses ? null : { schema: unquoted(schema), table: unquoted(table), clauses: rest };
}

const unquoted = (name: string): string => name.replaceAll('``', '`');

/** Longest name to which pt-online-schema-change can put `_…_old`. */
const LONGEST = 58;

/** What rows are copied by: `INSERT IGNORE`, column by column of the same name. */
const CLAUSES: readonly (readonly [words: RegExp, why: string])[] = [
  [/\b(?:RENAME|CHANGE)\b/, 'it gives names, and what is copied by name would be lost'],
  [/\b(?:UNIQUE|ADD PRIMARY)\b/, 'it makes keys unique, and rows that stand twice would be left out without a word'],
  [/\bDROP PRIMARY\b/, 'it drops the key by which rows are copied'],
  [/\bFOREIGN\b/, 'foreign keys would get other names'],
  [/\b(?:SYSTEM VERSIONING|PERIOD)\b/, 'the history of its rows would be lost'],
];

function saidBy(clauses: string): string {
  const words = [...tokens(clauses, 'mysql')].filter((t) => t.type === 'word');
  return words.map((t) => clauses.slice(t.start, t.end).toUpperCase()).join(' ');
}

async function obstacles(session: Session, { schema, table, clauses }: TableCopy): Promise<readonly string[]> {
  const within = schema || session.server.database;
  const said = saidBy(clauses);
  const asked = CLAUSES.filter(([words]) => words.test(said)).map(([, why]) => why);
  const [facts] = await session.rows<Record<'foreign' | 'triggers' | 'keys' | 'checks' | 'versioned', string | number>>(
    sql`SELECT
      (SELECT COUNT(*) FROM information_schema.referential_constraints WHERE (constraint_schema = ${within} AND table_name = ${table})
         OR (unique_constraint_schema = ${within} AND referenced_table_name = ${table})) AS \`foreign\`,
      (SELECT COUNT(*) FROM information_schema.triggers WHERE event_object_schema = ${within} AND event_object_table = ${table}
         AND trigger_name NOT LIKE 'pt\\_osc\\_%') AS \`triggers\`,
      (SELECT COUNT(*) FROM (SELECT index_name FROM information_schema.statistics WHERE table_schema = ${within} AND table_name = ${table}
         GROUP BY index_name HAVING MAX(non_unique) = 0 AND MAX(COALESCE(nullable, '')) <> 'YES') k) AS \`keys\`,
      (SELECT COUNT(*) FROM information_schema.table_constraints WHERE table_schema = ${within} AND table_name = ${table}
         AND constraint_type = 'CHECK') AS \`checks\`,
      (SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = ${within} AND table_name = ${table}
         AND table_type = 'SYSTEM VERSIONED') AS \`versioned\``,
  );
  const has = (what: 'foreign' | 'triggers' | 'keys' | 'checks' | 'versioned'): boolean => Number(facts?.[what]) > 0;
  return [
    ...asked,
    ...(has('foreign') ? ['foreign keys lead to it or from it, and would get other names'] : []),
    ...(has('triggers') ? ['it has triggers, which would be gone for a moment, and for good after a kill'] : []),
    ...(has('keys') ? [] : ['it has no key whose columns are never NULL, by which rows could be copied']),
    ...(has('checks') && session.server.product === 'mysql'
      ? ['it has checks, whose names a copy cannot bear, too']
      : []),
    ...(has('versioned') ? ['it keeps the history of its rows, which would be lost'] : []),
    ...(table.length > LONGEST ? [`its name has more than ${LONGEST} characters`] : []),
  ];
}

/** How a table is made, without its name and counter. */
async function made(session: Session, schema: string, table: string): Promise<string> {
  const [row] = await session.rows<Record<string, string>>(`SHOW CREATE TABLE ${quote.name(schema, table)}`);
  const text = row?.['Create Table'] ?? '';
  return digest([text.slice(text.indexOf('\n')).replace(/ AUTO_INCREMENT=\d+/, '')]);
}

/** By which names the programs call what they make; the former table of pt-online-schema-change bears the table's own name. */
function copies(name: string): readonly string[] {
  return [`${name}_new`, `_${name}_gho`, `_${name}_ghc`];
}

async function tablesLike(session: Session, schema: string, pattern: RegExp): Promise<readonly string[]> {
  const within = schema || session.server.database;
  const rows = await session.rows<{ name: string }>(
    sql`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ${within} AND table_type = 'BASE TABLE'`,
  );
  return rows.map((r) => r.name).filter((name) => pattern.test(name));
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
const formerOf = ({ table }: TableCopy): RegExp => new RegExp(`^_+${escaped(table)}_old$`, 'i');

async function before(session: Session, copy: TableCopy, name: string): Promise<CopyMark> {
  return {
    name,
    made: await made(session, copy.schema, copy.table),
    others: await tablesLike(session, copy.schema, formerOf(copy)),
  };
}

async function settle(session: Session, copy: TableCopy, mark: CopyMark): Promise<'changed' | 'unchanged'> {
  const { schema, table } = copy;
  const within = schema || session.server.database;
  const own = await tablesLike(session, schema, new RegExp(`^(?:${copies(mark.name).map(escaped).join('|')})$`, 'i'));
  const triggers = await session.rows<{ name: string }>(
    sql`SELECT trigger_name AS name FROM information_schema.triggers WHERE event_object_schema = ${within}
        AND event_object_table = ${table} AND trigger_name LIKE 'pt\\_osc\\_%'`,
  );
  // Both at once for everybody else: a write must find the triggers with their table, or neither.
  if (own.length + triggers.length > 0) {
    const locked = [table, ...own].map((t) => `${quote.name(schema, t)} WRITE`);
    await session.run(`LOCK TABLES ${locked.join(', ')}`);
    try {
      for (const { name } of triggers) await session.run(`DROP TRIGGER ${quote.name(schema, name)}`);
      for (const name of own) await session.run(`DROP TABLE ${quote.name(schema, name)}`);
    } finally {
      await session.run('UNLOCK TABLES');
    }
  }
  const changed = (await made(session, schema, table)) !== mark.made;
  const former = await tablesLike(session, schema, formerOf(copy));
  const ghosts = await tablesLike(session, schema, new RegExp(`^_${escaped(mark.name)}_del$`, 'i'));
  for (const name of former.filter((n) => !mark.others.includes(n))) {
    if ((await made(session, schema, name)) === mark.made) await session.run(`DROP TABLE ${quote.name(schema, name)}`);
  }
  for (const name of ghosts) await session.run(`DROP TABLE ${quote.name(schema, name)}`);
  return changed ? 'changed' : 'unchanged';
}

/** Percona's and GitHub's programs; what they do is in https://docs.percona.com/percona-toolkit/pt-online-schema-change.html and https://github.com/github/gh-ost */
export const handOver: HandOver = { copyOf, obstacles, before, settle };
