import { type DialectName } from '../../model/manifest.ts';
import { tokens } from '../../model/statements.ts';
import { type MigrationFile, type MigrationSection } from '../file.ts';
import { type Verdict } from './judge.ts';
import { type LintRuleName } from './rule.ts';

/** The words of a statement in capitals, literals and quoted names left out. */
export function wordsOf(sql: string, dialect: DialectName): string[] {
  return [...tokens(sql, dialect)].flatMap((t) => (t.type === 'word' ? [sql.slice(t.start, t.end).toUpperCase()] : []));
}

/** What the words of a statement tell without running it. */
export function readRules(sql: string, section: MigrationSection, dialect: DialectName): Verdict[] {
  const words = wordsOf(sql, dialect);
  const [first = '', second = ''] = words;
  const has = (word: string): boolean => words.includes(word);
  const found: Verdict[] = [];
  const say = (rule: LintRuleName, message: string): void => void found.push({ rule, message });
  if (has('CONCURRENTLY') && section.transaction)
    say('lock/concurrently-in-tx', `${first} ${second} … CONCURRENTLY cannot run in a transaction`);
  if (has('CONCURRENTLY') && section.statements.length > 1 && !section.transaction) {
    say('lock/concurrent-index-in-multistatement', 'it shares a migration with other statements');
  }
  if (['BEGIN', 'COMMIT', 'ROLLBACK'].includes(first) || (first === 'START' && second === 'TRANSACTION')) {
    if (section.transaction) say('tx/nesting', `${first} within the transaction of the migration`);
  }
  if ((first === 'UPDATE' || first === 'DELETE') && !has('WHERE') && !has('LIMIT'))
    say('data/no-where', `${first} of every row`);
  if (first === 'GRANT' && words.at(-1) === 'PUBLIC') say('sec/grant-public', 'everybody gets the privilege');
  if (
    has('SECURITY') &&
    has('DEFINER') &&
    !words.some((w) => w === 'SEARCH_PATH') &&
    (has('FUNCTION') || has('PROCEDURE'))
  ) {
    say('sec/security-definer-search-path', 'it runs with the rights of its owner and the search_path of its caller');
  }
  if (first === 'VACUUM' && has('FULL'))
    say('lock/rewrite-maintenance', 'VACUUM FULL writes the table anew while all wait');
  if (first === 'CLUSTER' && words.length === 1)
    say('lock/rewrite-maintenance', 'CLUSTER writes tables anew while all wait');
  if (first === 'TRUNCATE') say('data/truncate', 'all rows go');
  const limit = dialect === 'postgres' ? 63 : 64;
  for (const name of [...tokens(sql, dialect)].filter((t) => t.type === 'word' || t.type === 'name')) {
    const bare = sql.slice(name.start, name.end).replaceAll(/^["`]|["`]$/g, '');
    if (Buffer.byteLength(bare) > limit && !bare.includes('\n'))
      say('naming/too-long', `${bare} has ${Buffer.byteLength(bare)} bytes`);
  }
  return found;
}

/** What a file tells as a whole. */
export function readFileRules({ up, down }: MigrationFile, dialect: DialectName, hasDowns: boolean): Verdict[] {
  const found: Verdict[] = [];
  if (up.statements.length === 0) return found;
  if (down?.irreversible !== undefined) found.push({ rule: 'rev/irreversible', message: down.irreversible });
  else if (hasDowns && (down === null || down.statements.length === 0)) {
    found.push({ rule: 'rev/down-missing', message: 'nothing takes it back' });
  }
  if (dialect === 'mysql' && up.statements.length > 1) {
    found.push({
      rule: 'tx/mysql-implicit-commit',
      message: `${up.statements.length} statements that commit one by one`,
    });
  }
  return found;
}

const IGNORE = /^\s*(?:--|#|\/\/)\s*dbops:ignore(-file)?(?:\s+(.*))?$/;

/** Which rules comments switch off: above a statement, or for the whole file; no name: all of them. */
export function ignoredIn(text: string, line: number): (rule: string) => boolean {
  const lines = text.split('\n');
  const names: string[] = [];
  const take = (said: string | undefined): void => {
    const listed = (said ?? '').split(/[\s,]+/).filter((w) => /^[a-z]+\/[a-z0-9-]+$/.test(w));
    names.push(...(listed.length === 0 ? ['*'] : listed));
  };
  for (const l of lines) {
    const [whole, file, said] = IGNORE.exec(l) ?? [];
    if (whole !== undefined && file !== undefined) take(said);
  }
  for (let i = line - 2; i >= 0 && /^\s*(?:--|#|\/\/|$)/.test(lines[i] ?? ''); i--) {
    const [whole, file, said] = IGNORE.exec(lines[i] ?? '') ?? [];
    if (whole !== undefined && file === undefined) take(said);
    if ((lines[i] ?? '').trim() === '') break;
  }
  return (rule) => names.includes('*') || names.includes(rule);
}
