import { type Dialect, type ServerInfo } from '../dialects/dialect.ts';
import { diff } from '../diff/diff.ts';
import { type Change } from '../model/change.ts';
import { type Diagnostic } from '../model/diagnostic.ts';
import { digest } from '../model/digest.ts';
import { type Hazard } from '../model/hazard.ts';
import { idName } from '../model/id.ts';
import { type Desired, type Phase, placeOf } from '../model/manifest.ts';
import { columnId, idOf, type SchemaObject } from '../model/object.ts';
import { type Plan, type Step, type StepDraft } from '../model/step.ts';
import { belongsTo, contractedSchemas, type Expanded, expandedSchemas } from './crossed.ts';
import { type Crossing, fillKey, findCrossings, obstacle, type Side, sideId } from './crossing.ts';
import { boundBy } from './crossing-bound.ts';
import {
  describeFormerName,
  type FormerName,
  findFormerNames,
  formerNameObstacle,
  formerNameSteps,
  withFormerNames,
  withNameGone,
} from './former-tables.ts';
import { handOvers, heldLoosely, keyMoves, lockFirst, oneByOne } from './key-moves.ts';
import { makePlan, toStep, withId } from './plan.ts';
import { batchSteps } from './transactions.ts';

export interface PhasedInput {
  readonly dialect: Dialect;
  readonly server: ServerInfo;
  readonly before: readonly SchemaObject[];
  /** The declared objects, as the server spells them. */
  readonly after: readonly SchemaObject[];
  readonly desired: Desired;
  readonly phase: Phase;
  /** What one plan from the one to the other would do. */
  readonly straight: Plan;
}

export interface Phased {
  readonly plan: Plan;
  readonly changes: readonly Change[];
  /** What the plan leads to. */
  readonly after: readonly SchemaObject[];
  /** What is expanded later, and waits for its contract: `public.users: full_name for name`. */
  readonly waiting: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What the manifest wants changed while applications of both versions are at work, as a way through schemas on which every two
 * neighbours are a plan like any other. Null where nothing of that is called for or under way.
 */
export function phasedPlan(input: PhasedInput): Phased | null {
  const { dialect, before, after, desired, phase, straight } = input;
  if (desired.online === undefined) return null;
  const rewritten = new Set(
    straight.steps.flatMap((s) => s.hazards.flatMap((h) => (h.kind === 'rewrites_table' ? [h.object] : []))),
  );
  const isCheap = dialect.name === 'postgres' ? (table: SchemaObject) => !rewritten.has(idOf(table)) : () => false;
  const names = findFormerNames(input, before, after, desired.online);
  const wanted = phase === 'contract' ? after : [...after, ...names.map((n) => n.view)];
  const start = phase === 'contract' ? before : withFormerNames(before, names);
  const crossings = findCrossings({ dialect, before: start, after: wanted, online: desired.online, isCheap });
  if (crossings.length + names.length === 0) return null;
  const open = crossings.filter((c) => !c.waits);
  const renamed = names.filter((n) => n.rename !== null);
  const diagnostics =
    phase === 'contract'
      ? [...open.map((c) => tooEarly(c, desired)), ...renamed.map((n) => nameTooEarly(n, desired))]
      : [
          ...open.flatMap((c) => refused(c, start, desired)),
          ...names.flatMap((n) => nameRefused(n, formerNameObstacle(n, input.server, start, crossings), desired)),
        ];
  if (diagnostics.length > 0) return { plan: straight, changes: [], after, waiting: [], diagnostics };
  const there = { ...input, before: start, after: wanted };
  const way = { dialect, server: input.server, before: start, after: wanted, crossings };
  const expanded = phase === 'contract' || crossings.length === 0 ? null : expandedSchemas(way);
  const ends = expanded?.during ?? wanted;
  const rest =
    crossings.length === 0
      ? link(there, start, ends)
      : expanded === null
        ? contraction(there, crossings)
        : expansion(there, expanded, open, boundBy(way));
  const told = phase === 'contract' ? rest.map((s) => withNameGone(s, names)) : rest;
  const steps =
    renamed.length === 0 ? told : [...formerNameSteps(dialect, renamed, link(input, before, start)), ...told];
  const plan: Plan = { steps, batches: batchSteps(steps), digest: digest(steps.map((s) => s.sql)) };
  return {
    plan,
    changes: diff(before, ends, { columnOrder: dialect.columnsHaveOrder }),
    after: ends,
    waiting: phase === 'contract' ? [] : [...crossings.map(describeCrossing), ...names.map(describeFormerName)],
    diagnostics,
  };
}

/** `public.users: full_name for name`. */
function describeCrossing({ live, news, olds }: Crossing): string {
  const names = (sides: Crossing['news']): string => sides.map((s) => s.name).join(', ');
  const same = names(news) === names(olds);
  const what = news.length === 0 ? 'without' : names(news);
  const whence =
    olds.length === 0 ? ' filled' : same ? ' with its new type' : `${news.length === 0 ? '' : ' for'} ${names(olds)}`;
  return `${idName(idOf(live))}: ${what}${whence}`;
}

function refused(crossing: Crossing, before: readonly SchemaObject[], desired: Desired): Diagnostic[] {
  const reason = obstacle(crossing, before);
  if (reason === null) return [];
  return [
    {
      code: 'invalid-value',
      severity: 'error',
      message: `${idName(idOf(crossing.live))}: ${names(crossing)} cannot change while both versions are at work: ${reason}`,
      hint: 'take online, up, down and former_columns out there, and change it when nothing else is at work',
      ...placed(crossing, desired),
    },
  ];
}

function nameTooEarly({ table, view }: FormerName, { places }: Desired): Diagnostic {
  const at = placeOf(places, idOf(table));
  return {
    code: 'changes-pending',
    severity: 'error',
    message: `${idName(idOf(table))} is still called ${view.name}`,
    hint: 'expand first (--phase expand, the default), and contract once no application uses the former name',
    object: idOf(table),
    ...(at === undefined ? {} : { at }),
  };
}

function nameRefused(name: FormerName, reason: string | null, { places }: Desired): Diagnostic[] {
  const id = idOf(name.table);
  const at = placeOf(places, id);
  if (reason === null) return [];
  return [
    {
      code: 'invalid-value',
      severity: 'error',
      message: `${idName(id)} cannot be found as ${name.view.name}, too: ${reason}`,
      hint:
        name.rename === null
          ? 'contract first: dbops apply --phase contract'
          : 'rename it first, by itself; or take online out there',
      object: id,
      ...(at === undefined ? {} : { at }),
    },
  ];
}

function tooEarly(crossing: Crossing, desired: Desired): Diagnostic {
  return {
    code: 'changes-pending',
    severity: 'error',
    message: `${idName(idOf(crossing.live))}: ${names(crossing)} is not expanded yet`,
    hint: 'expand first (--phase expand, the default), and contract once no application uses the former columns',
    ...placed(crossing, desired),
  };
}

function names({ news, olds }: Crossing): string {
  return [...new Set([...news, ...olds].map((s) => s.name))].join(', ');
}

function placed({ table, news }: Crossing, { places }: Desired): Pick<Diagnostic, 'at' | 'object'> {
  const id = idOf(table);
  const at = placeOf(places, id, news[0] === undefined ? '' : `columns.${news[0].name}`);
  return { object: id, ...(at === undefined ? {} : { at }) };
}

function link(
  { dialect, server }: PhasedInput,
  before: readonly SchemaObject[],
  after: readonly SchemaObject[],
): readonly Step[] {
  const changes = diff(before, after, { columnOrder: dialect.columnsHaveOrder });
  return makePlan({ dialect, server, before, after, changes }).steps;
}

function expansion(
  input: PhasedInput,
  way: Expanded,
  open: readonly Crossing[],
  boundOf: ReturnType<typeof boundBy>,
): readonly Step[] {
  const { before, dialect } = input;
  const { grown, keyed, freed, swapped, turns, during, moved } = way;
  return [
    ...oneByOne(link(input, before, grown), dialect, grown),
    ...open.flatMap((c) => fill(input, c)),
    ...oneByOne(link(input, grown, keyed), dialect, keyed).map((s) => heldLoosely(s, dialect, way)),
    ...handOvers(dialect, way),
    ...(freed.length === keyed.length ? [] : link(input, keyed, freed)),
    ...(swapped === keyed || dialect.crossing.apart === undefined ? [] : swaps(input, way, open, boundOf)),
    ...lockFirst(dialect, way, open),
    ...turns.flatMap(([from, to]) => link(input, from, to).map((s) => unbroken(s, open))),
    ...keyMoves(dialect, way, open),
    ...(way.moves.length === 0 ? [] : link(input, moved, during)),
  ];
}

/** A column's former name is somebody else's in the same moment: nobody who says it fails. */
function unbroken(given: Step, open: readonly Crossing[]): Step {
  const ids = new Set(open.flatMap((c) => [...c.olds, ...c.news].map((s) => sideId(c, s.at))));
  return { ...given, hazards: given.hazards.filter((h) => h.kind !== 'breaks_readers' || !ids.has(h.object)) };
}

/** Columns change names in one statement, and their triggers with them, while nobody writes. */
function swaps(
  input: PhasedInput,
  { keyed, swapped }: Expanded,
  open: readonly Crossing[],
  boundOf: ReturnType<typeof boundBy>,
): readonly Step[] {
  return open.flatMap((crossing) => {
    const moves = [...crossing.olds, ...crossing.news]
      .filter((s) => s.at !== s.later)
      .map((s) => [s.at, s.later] as const);
    const { apart } = input.dialect.crossing;
    if (moves.length === 0 || apart === undefined) return [];
    const own = (objects: readonly SchemaObject[]): SchemaObject[] =>
      objects.filter((o) => o.kind !== 'table' && belongsTo(o, crossing));
    const swap = step(crossing, apart.swap(crossing.live, moves, boundOf(crossing)));
    const triggers = link(input, own(keyed), own(swapped));
    // The former triggers can be made once the columns have their names again, and until then nobody may write unseen.
    const back = [swap, ...triggers.filter((s) => s.ends.length > 0 && s.makes.length === 0)];
    return held(
      input,
      crossing,
      [swap, ...triggers].map((s) => ({ ...s, undo: [] })),
      back.flatMap((s) => [...(s === swap ? [] : [s.sql]), ...(s.undo ?? [])]),
    );
  });
}

/** Steps that no writer comes between, nor between what takes them back, where no transaction sees to that. */
function held(
  { dialect }: PhasedInput,
  crossing: Crossing,
  steps: readonly Step[],
  back: readonly string[] = [],
): readonly Step[] {
  const { apart } = dialect.crossing;
  if (apart === undefined || steps.length === 0) return steps;
  const [first, last] = apart.hold(crossing.live);
  return [step(crossing, first), ...steps, step(crossing, { ...last, undo: [...(last.undo ?? []), ...back] })];
}

function step({ live, table }: Crossing, draft: StepDraft): Step {
  return withId(toStep({ ...draft, why: { type: 'alter', before: live, after: table, fields: ['columns'] } }));
}

/** Writes the rows whose new columns are still empty, as they are: the trigger fills them. */
function fill({ dialect, before }: PhasedInput, crossing: Crossing): readonly Step[] {
  const { live, news } = crossing;
  const key = fillKey(crossing, before);
  const [first] = news;
  if (first === undefined || key === null) return [];
  const q = dialect.quote.ident;
  const empty = news.map((s) => `(${q(s.at)} IS NULL AND (${s.value}) IS NOT NULL)`);
  const same = [q(first.at), ...stamps(live, dialect)].map((c) => `${c} = ${c}`);
  const { schema, name } = live;
  return [
    step(crossing, {
      sql: `UPDATE ${dialect.quote.name(schema, name)} SET ${same.join(', ')} WHERE ${empty.length === 1 ? empty.join('') : `(${empty.join(' OR ')})`}`,
      undo: [],
      locks: [{ object: idOf(live), mode: dialect.name === 'mysql' ? 'none' : 'row exclusive' }],
      transaction: 'alone',
      hazards: news.flatMap((s) => withoutValue(crossing, s, dialect)),
      backfill: { schema, table: name, key },
      fills: news.map((s) => columnId(schema, name, s.at)),
    }),
  ];
}

/** Rows for which the expression gives nothing, where a column shall have a value in each. */
function withoutValue({ live, table }: Crossing, { name, at, value }: Side, { quote }: Dialect): Hazard[] {
  const hasValues = live.columns.some((c) => c.notNull && quote.ident(c.name) === value);
  if (hasValues || table.columns.find((c) => c.name === name)?.notNull !== true) return [];
  const still = live.columns.some((c) => c.name === at) ? [`${quote.ident(at)} IS NULL`] : [];
  const probe = `SELECT * FROM ${quote.name(live.schema, live.name)} WHERE ${[...still, `(${value}) IS NULL`].join(' AND ')}`;
  const message = `leaves rows without ${name}, which none may be`;
  return [{ kind: 'may_fail_on_data', object: columnId(table.schema, table.name, name), message, probe }];
}

/** What the server sets by itself at every UPDATE would no longer tell when somebody changed the row. */
function stamps({ columns }: Crossing['live'], { quote }: Dialect): string[] {
  return columns.flatMap((c) => (c.onUpdate === undefined ? [] : [quote.ident(c.name)]));
}

function contraction(input: PhasedInput, crossings: readonly Crossing[]): readonly Step[] {
  const { dialect, before, after } = input;
  const { settled, loosened, contracted } = contractedSchemas({ ...input, after, crossings });
  const gone = syncFirst(link(input, loosened, contracted)).map((s) => withValuesBack(s, input, crossings));
  const [first] = crossings;
  const alone = (steps: readonly Step[]): readonly Step[] => oneByOne(steps, dialect, before);
  return [
    ...crossings.filter((c) => [...c.olds, ...c.news].every((s) => s.at === s.later)).flatMap((c) => fill(input, c)),
    ...alone(link(input, before, settled)),
    ...alone(link(input, settled, loosened)),
    ...alone(first === undefined ? gone : held(input, first, gone)),
    ...link(input, contracted, after),
  ];
}

/** What keeps columns up with each other goes before them, and is made again when their values are back. */
function syncFirst(steps: readonly Step[]): readonly Step[] {
  const place = ({ why }: Step): number =>
    why.type !== 'drop' ? 2 : why.before.kind === 'trigger' ? 0 : why.before.kind === 'function' ? 1 : 2;
  return steps.toSorted((a, b) => place(a) - place(b));
}

/** What goes has its values in the new columns, and gets them back from there. */
function withValuesBack(given: Step, { dialect }: PhasedInput, crossings: readonly Crossing[]): Step {
  const lost = new Set(given.hazards.flatMap((h) => (h.kind === 'loses_data' ? [h.object] : [])));
  const sides = crossings.flatMap((c) => c.olds.filter((s) => lost.has(sideId(c, s.later))).map((s) => ({ s, c })));
  if (sides.length === 0) return given;
  const hazards = given.hazards.map((h): Hazard => {
    const found = sides.find(({ c, s }) => sideId(c, s.later) === h.object);
    if (h.kind !== 'loses_data' || found === undefined) return h;
    return {
      kind: 'breaks_readers',
      object: h.object,
      message: `whoever still uses ${found.c.live.name}.${found.s.name} fails; its values are in the new columns`,
    };
  });
  const back = sides.map(
    ({ c, s }) =>
      `UPDATE ${dialect.quote.name(c.live.schema, c.live.name)} SET ${[`${dialect.quote.ident(s.later)} = (${s.value})`, ...stamps(c.live, dialect).map((name) => `${name} = ${name}`)].join(', ')}`,
  );
  return { ...given, hazards, undo: given.undo === null ? null : [...given.undo, ...back] };
}
