import { idOf, type Sequence } from '../../../model/object.ts';
import { type StepDraft } from '../../../model/step.ts';
import { type KindDriver } from '../../dialect.ts';
import { Cursor } from '../cursor.ts';
import { relationId } from '../keys.ts';
import { locks, NO_LOCKS } from '../locks.ts';
import { quote } from '../quote.ts';
import { relationNames } from '../read-relations.ts';
import { renameSequence } from '../sequence-renames.ts';
import { rowsOfEach } from '../session.ts';

const target = (o: Sequence): string => `SEQUENCE ${quote.name(o.schema, o.name)}`;

/** What MariaDB gives to a sequence by itself: https://mariadb.com/kb/en/create-sequence/ */
export function sequenceDefaults(increment = '1'): {
  readonly min: string;
  readonly max: string;
  readonly cache: string;
} {
  const limits = increment.startsWith('-')
    ? { min: '-9223372036854775807', max: '-1' }
    : { min: '1', max: '9223372036854775806' };
  return { ...limits, cache: '1000' };
}

/** Every option in words; what is absent is the server's own. */
function options(o: Sequence): string {
  const usual = sequenceDefaults(o.increment);
  const [min, max] = [o.min ?? usual.min, o.max ?? usual.max];
  const start = o.start ?? (o.increment?.startsWith('-') ? max : min);
  return [
    `START WITH ${start} MINVALUE ${min} MAXVALUE ${max} INCREMENT BY ${o.increment ?? '1'}`,
    ` CACHE ${o.cache ?? usual.cache} ${o.cycle ? 'CYCLE' : 'NOCYCLE'}`,
  ].join('');
}

function create(o: Sequence): string {
  const comment = o.comment === undefined ? '' : ` COMMENT=${quote.literal(o.comment)}`;
  const engine = o.engine === undefined ? '' : ` ENGINE=${quote.ident(o.engine)}`;
  return `CREATE ${target(o)} ${options(o)}${comment}${engine}`;
}

/** Reads what SHOW CREATE SEQUENCE prints. */
function shownSequence(name: string, text: string): Sequence {
  const cursor = new Cursor(text);
  const found: Record<string, string> = {};
  const number = (): string => (cursor.take('-') ? `-${cursor.next()}` : cursor.next());
  let cycle = false;
  let comment: string | undefined;
  let engine: string | undefined;
  while (!cursor.done) {
    if (cursor.take('START', 'WITH')) found.start = number();
    else if (cursor.take('MINVALUE')) found.min = number();
    else if (cursor.take('MAXVALUE')) found.max = number();
    else if (cursor.take('INCREMENT', 'BY')) found.increment = number();
    else if (cursor.take('CACHE')) found.cache = number();
    else if (cursor.take('NOCACHE')) found.cache = '0';
    else if (cursor.take('CYCLE')) cycle = true;
    else if (cursor.take('COMMENT', '=')) comment = cursor.string();
    else if (cursor.take('ENGINE', '=')) engine = cursor.next();
    else cursor.next();
  }
  const usual = sequenceDefaults(found.increment);
  const start = found.increment?.startsWith('-') ? (found.max ?? usual.max) : (found.min ?? usual.min);
  const unless = (key: string, same: string): Record<string, string> =>
    found[key] === undefined || found[key] === same ? {} : { [key]: found[key] };
  return {
    kind: 'sequence',
    schema: '',
    name,
    ...unless('start', start),
    ...unless('increment', '1'),
    ...unless('min', usual.min),
    ...unless('max', usual.max),
    ...unless('cache', usual.cache),
    ...(cycle ? { cycle } : {}),
    ...(engine === undefined || engine === 'InnoDB' ? {} : { engine }),
    ...(comment === undefined ? {} : { comment }),
  };
}

/** Where the limits narrow, a counter outside of them starts again; the server refuses it otherwise. */
function change(before: Sequence, after: Sequence): string {
  const statement = `ALTER ${target(after)} ${options(after)}`;
  const [a, b] = [limitsOf(before), limitsOf(after)];
  if (b.min <= a.min && b.max >= a.max) return statement;
  const inside = `SELECT next_not_cached_value BETWEEN ${b.min} AND ${b.max} FROM ${quote.name(after.schema, after.name)}`;
  return `BEGIN NOT ATOMIC IF (${inside}) THEN ${statement}; ELSE ${statement} RESTART; END IF; END`;
}

function limitsOf({ increment, min, max }: Sequence): { readonly min: bigint; readonly max: bigint } {
  const usual = sequenceDefaults(increment);
  return { min: BigInt(min ?? usual.min), max: BigInt(max ?? usual.max) };
}

/** What only ALTER TABLE changes at a sequence; its counter stays. */
const OF_TABLES: Readonly<Record<string, (o: Sequence) => string>> = {
  engine: (o) => `ENGINE=${quote.ident(o.engine ?? 'InnoDB')}`,
  comment: (o) => `COMMENT=${quote.literal(o.comment ?? '')}`,
};

/** MariaDB only: https://mariadb.com/kb/en/sequence-overview/ */
export const sequence: KindDriver<'sequence'> = {
  async read(session, context) {
    const names = await relationNames(session, context, 'SEQUENCE');
    const shown = await rowsOfEach<{ 'Create Table': string }>(
      session,
      names.map((name) => `SHOW CREATE SEQUENCE ${quote.ident(name)}`),
    );
    return names.flatMap((name, i) => shown[i]?.map((row) => shownSequence(name, row['Create Table'])) ?? []);
  },
  create(object) {
    const step: StepDraft = {
      sql: create(object),
      undo: [`DROP ${target(object)}`],
      makes: [idOf(object), relationId(object)],
      locks: NO_LOCKS,
      transaction: 'alone',
    };
    return [step];
  },
  drop: (object) => [
    {
      sql: `DROP ${target(object)}`,
      undo: [create(object)],
      ends: [idOf(object), relationId(object)],
      locks: locks('drop table', idOf(object)),
      transaction: 'alone',
    },
  ],
  alter(before, after, fields) {
    const id = idOf(after);
    const shared = { needs: [id], locks: locks('instant', id), transaction: 'alone' } as const;
    const steps: StepDraft[] = [];
    if (fields.some((f) => !(f in OF_TABLES))) {
      steps.push({ sql: change(before, after), undo: [change(after, before)], ...shared });
    }
    const clauses = Object.entries(OF_TABLES).flatMap(([field, clause]) => (fields.includes(field) ? [clause] : []));
    if (clauses.length > 0) {
      const to = (o: Sequence): string =>
        `ALTER TABLE ${quote.name(o.schema, o.name)} ${clauses.map((clause) => clause(o)).join(', ')}`;
      steps.push({ sql: to(after), undo: [to(before)], ...shared });
    }
    return { how: 'steps', steps };
  },
  rename: renameSequence,
};
