import { ServerError } from '../../model/error.ts';
import { sql } from '../../model/query.ts';
import { splitStatements, tokens } from '../../model/statements.ts';
import { type Explain, type ExplainContext, type PlanNode, type Planned, type Session } from '../dialect.ts';
import { limited, planOf } from './guarded.ts';
import { parsePlans } from './plan-json.ts';
import { quote } from './quote.ts';
import { statistics } from './statistics.ts';
import { whatIf } from './what-if.ts';

const PLANNED = new Set(['select', 'with', 'insert', 'update', 'delete', 'replace', 'table', 'values', '(']);
/** What gives a query effects, or keeps it from ending: never run, only planned. */
const EFFECTS = new Set([
  'into',
  'sleep',
  'benchmark',
  'get_lock',
  'release_lock',
  'load_file',
  'nextval',
  'setval',
  'lastval',
  'share',
  'update',
]);

/** https://dev.mysql.com/doc/refman/9.0/en/explain.html, https://mariadb.com/kb/en/explain/ */
export const explain: Explain = { plan, fill, parse: parsePlans, statistics, whatIf };

async function plan(session: Session, text: string, context: ExplainContext): Promise<Planned> {
  const statement = withoutParameters(text);
  refuse(statement);
  const work = async (tx: Session): Promise<Planned> => {
    const { plan: found } = await planOf(tx, statement);
    return { plan: found, parameters: [], statement, unsafe: await whyUnsafe(tx, found, statement) };
  };
  return limited(session, context, work, statement);
}

/** Throws for what is not one statement with a plan: nothing else may follow EXPLAIN. */
function refuse(statement: string): void {
  const [first] = tokens(statement, 'mysql');
  const word = first === undefined ? '' : statement.slice(first.start, first.end).toLowerCase();
  if (splitStatements(statement, 'mysql').length !== 1 || !PLANNED.has(word)) {
    throw new ServerError('it is not one statement that has a plan', { sql: statement });
  }
}

async function whyUnsafe(session: Session, root: PlanNode, statement: string): Promise<string | null> {
  if (flat(root).some((n) => n.writes !== undefined)) return 'it writes';
  const words = [...tokens(statement, 'mysql')]
    .filter((t) => t.type === 'word' || t.type === 'symbol')
    .map((t) => statement.slice(t.start, t.end).toLowerCase());
  if (words[0] !== 'select' && words[0] !== 'with' && words[0] !== '(') return 'it is no SELECT';
  const effect = words.find((w) => EFFECTS.has(w) || w === '@');
  if (effect !== undefined) return `it says ${effect}, which may have effects`;
  const routines = await session.rows<{ name: string }>(
    sql`SELECT routine_name AS name FROM information_schema.routines WHERE routine_type = 'FUNCTION' AND routine_schema = DATABASE()`,
  );
  const called = routines.find((r) => words.includes(r.name.toLowerCase()) || statement.includes(quote.ident(r.name)));
  return called === undefined ? null : `it calls ${called.name}, which may have effects`;
}

/** `?` as digests have them: one row, or the first twenty. */
function withoutParameters(text: string): string {
  let result = '';
  let from = 0;
  let before = '';
  for (const { start, end } of tokens(text, 'mysql')) {
    const piece = text.slice(start, end);
    if (piece === '?') {
      result += `${text.slice(from, start)}${before === 'limit' ? '20' : before === 'offset' ? '0' : '1'}`;
      from = end;
    }
    before = piece.toLowerCase();
  }
  return result + text.slice(from);
}

function fill(statement: string): string {
  return withoutParameters(statement);
}

function flat(node: PlanNode): PlanNode[] {
  return [node, ...node.children.flatMap(flat)];
}
