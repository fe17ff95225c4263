import { type Diagnostic } from '../model/diagnostic.ts';
import { sameData } from '../model/digest.ts';
import { type DialectName } from '../model/manifest.ts';
import { conditioned } from './batched.ts';
import { type MigrationFile, type MigrationSection, type MigrationStatement } from './file.ts';
import { notedIn, noteProblem } from './notes.ts';

/** A comment line of a file, by what comments begin with there. */
interface Comment {
  readonly line: number;
  readonly mark: string;
  readonly text: string;
  readonly whole: string;
}

/** What the lines at the top of a file may say, where dbops wrote them. */
const HEADS: Readonly<Record<string, { readonly form: RegExp; readonly like: string }>> = {
  plan: { form: /^[0-9a-f]+$/, like: 'plan: 4f1c02ab97de' },
  part: { form: /^\d+\/\d+$/, like: 'part: 1/2' },
  phase: { form: /^(?:contract|expand)$/, like: 'phase: contract' },
  squashes: { form: /^[\w.-]+(?: [\w.-]+)*$/, like: 'squashes: 20261128120000 20261128120001' },
};

/**
 * Notes of a migration's files that cannot be read, or that stand where nothing is read: what they ask for would not be done, and
 * nobody would know. `texts` holds the files by their paths.
 */
export function checkNotes(
  file: MigrationFile,
  texts: ReadonlyMap<string, string>,
  dialect: DialectName,
): readonly Diagnostic[] {
  if (file.foreign !== undefined) return [];
  const sections = [file.up, ...(file.down === null ? [] : [file.down])];
  const paths = [...new Set([file.path, ...sections.map((s) => s.path ?? file.path)])];
  return paths.flatMap((path) => {
    const here = sections.filter((s) => (s.path ?? file.path) === path);
    const comments = commentsOf(path, texts.get(path) ?? '', here);
    const told = comments.flatMap((comment) => problemOf(comment, here, dialect).map((p) => finding(path, comment, p)));
    return path === file.path ? [...told, ...headProblems(file, comments)] : told;
  });
}

interface Problem {
  readonly message: string;
  readonly hint: string;
}

/** See `HandOver.copyOf`. */
const COPIES = /^ALTER TABLE `.*\bALGORITHM=COPY, LOCK=/s;

const ONLY_TALK = 'or, when it is only a remark, begin it with another word';

function problemOf(comment: Comment, sections: readonly MigrationSection[], dialect: DialectName): readonly Problem[] {
  const word = /^(backfill|timeout|online|rows(?=: \{)):/.exec(comment.text)?.[1];
  if (word === undefined) return [];
  const broken = noteProblem(comment.text);
  if (broken !== null) return [{ message: broken.message, hint: `write it like ${broken.like}; ${ONLY_TALK}` }];
  const notes = notedIn(comment.whole, comment.mark);
  const below = sections.flatMap((s) => s.statements).find((s) => s.line > comment.line);
  if (below === undefined || !carries(below, notes)) {
    const message = `this ${word} is not read: it does not stand on the line above a statement`;
    return [{ message, hint: `move it there; ${ONLY_TALK}` }];
  }
  if (notes.online !== undefined && !COPIES.test(below.sql)) {
    const message = 'this statement is not handed over to a program: it does not ask for a copy of a table';
    return [{ message, hint: 'write it as ALTER TABLE `t` …, ALGORITHM=COPY, LOCK=SHARED; or take the note away' }];
  }
  if (notes.backfill === undefined) return [];
  if (conditioned(below.sql, dialect) === null) {
    const message = 'this statement cannot be run in batches: it is no UPDATE or DELETE that ends in its WHERE';
    return [{ message, hint: 'give it a condition, last; or take the note away, and it runs at once' }];
  }
  const together = sections.some((s) => s.transaction && s.statements.includes(below)) && dialect === 'postgres';
  if (!together) return [];
  const message = 'this backfill would run at once: its file is one transaction';
  return [{ message, hint: 'let the file run outside a transaction (dbmate: -- migrate:up transaction:false)' }];
}

function carries(statement: MigrationStatement, notes: ReturnType<typeof notedIn>): boolean {
  const { timeout, online, ...others } = notes;
  const { backfill, rows } = statement;
  const same = sameData(backfill, others.backfill) && sameData(rows, others.rows);
  return statement.timeout === timeout && statement.online === online && same;
}

/** `phase` is looked for in every file: without it a contract would run unasked. */
function headProblems(file: MigrationFile, comments: readonly Comment[]): readonly Diagnostic[] {
  const ours = comments.some((c) => c.text.startsWith('dbops migration: '));
  return comments.flatMap((comment) => {
    const [, word = '', said = ''] = /^(plan|part|phase|squashes): ?(.*)$/.exec(comment.text.trimEnd()) ?? [];
    const head = HEADS[word];
    if (head === undefined || !(ours || word === 'phase')) return [];
    if (!head.form.test(said)) {
      const message = `${word} cannot be ${JSON.stringify(said)}`;
      return [finding(file.path, comment, { message, hint: `write it like ${head.like}; ${ONLY_TALK}` })];
    }
    if (word !== 'phase' || said !== 'contract' || file.header.phase === 'contract') return [];
    const message = 'this phase is not read: it does not stand at the top of the file';
    return [finding(file.path, comment, { message, hint: `move it there; ${ONLY_TALK}` })];
  });
}

/** The comment lines between the statements, never those within one. */
function commentsOf(path: string, text: string, sections: readonly MigrationSection[]): readonly Comment[] {
  const mark = path.endsWith('.py') ? '# ' : /\.[jt]s$/.test(path) ? '// ' : '-- ';
  const lengths = sections.flatMap((s) => s.statements).map((s) => [s.line, s.sql.split('\n').length] as const);
  const within = new Set(lengths.flatMap(([line, n]) => Array.from({ length: n }, (_, i) => line + i)));
  return text.split('\n').flatMap((whole, i) => {
    const indent = whole.length - whole.trimStart().length;
    const lead = `${mark === '-- ' ? '' : whole.slice(0, indent)}${mark}`;
    if (within.has(i + 1) || !whole.startsWith(lead)) return [];
    return [{ line: i + 1, mark: lead, text: whole.slice(lead.length), whole: whole.replace(/\r$/, '') }];
  });
}

function finding(path: string, { line, mark, whole }: Comment, { message, hint }: Problem): Diagnostic {
  const length = Math.max(1, whole.length - mark.length);
  const at = { file: path, line, column: mark.length + 1, length, text: whole };
  return { code: 'invalid-value', severity: 'error', message, hint, at };
}
