import { type Dialect, type ServerInfo } from '../dialects/dialect.ts';
import { afterRenames, findRenames, type Rename } from '../diff/rename.ts';
import { idName } from '../model/id.ts';
import { byId, columnId, idOf, type SchemaObject, type Table, type View } from '../model/object.ts';
import { type OnlineTable } from '../model/online.ts';
import { type Step, type StepDraft } from '../model/step.ts';
import { aside, type Crossing, mentions } from './crossing.ts';
import { toStep, withId } from './plan.ts';

/** A table that is found under its former name, too, as a view, while applications of both versions are at work. */
export interface FormerName {
  readonly table: Table;
  readonly view: View;
  /** The rename that is to be done; null where the view is there already and waits for the contract. */
  readonly rename: Rename | null;
}

/** What is called for or under way. */
export function findFormerNames(
  { dialect, server }: { readonly dialect: Dialect; readonly server: ServerInfo },
  before: readonly SchemaObject[],
  after: readonly SchemaObject[],
  online: readonly OnlineTable[],
): FormerName[] {
  const [live, declared] = [byId(before), byId(after)];
  const renames = findRenames(before, after);
  return online.flatMap(({ table: id, formerName }): FormerName[] => {
    const table = declared.get(id);
    if (formerName === undefined || table?.kind !== 'table') return [];
    const rename = renames.find((r) => idOf(r.after) === id);
    if (rename?.before.kind === 'table')
      return [{ table, view: viewOf(dialect, server, rename.before, table), rename }];
    const view = before.find((o) => o.kind === 'view' && o.schema === table.schema && o.name === formerName);
    const stands = view?.kind === 'view' && live.has(id) && !declared.has(idOf(view));
    return stands && mentions(view.query, table.name) ? [{ table, view, rename: null }] : [];
  });
}

/** Whoever may use the table may use the view, by their own rights where the server knows that. */
function viewOf({ quote, crossing }: Dialect, server: ServerInfo, former: Table, { schema, name }: Table): View {
  const columns = former.columns.map((c) => quote.ident(c.name)).join(', ');
  const options = crossing.formerName.options?.(server);
  return {
    kind: 'view',
    schema: former.schema,
    name: former.name,
    query: `SELECT ${columns} FROM ${quote.name(schema, name)}`,
    ...(options === undefined ? {} : { options }),
    ...(former.owner === undefined ? {} : { owner: former.owner }),
    ...(former.grants === undefined ? {} : { grants: former.grants }),
    dependsOn: [
      idOf({ kind: 'table', schema, name, columns: [] }),
      ...former.columns.map((c) => columnId(schema, name, c.name)),
    ],
  };
}

/** Why a table cannot be found under its former name as well; null when it can. */
export function formerNameObstacle(
  { rename, table, view }: FormerName,
  { product, number }: ServerInfo,
  start: readonly SchemaObject[],
  crossings: readonly Crossing[],
): string | null {
  const live = start.find((o) => idOf(o) === idOf(table));
  if (live?.kind !== 'table') return null;
  const kept = [...table.columns, ...crossings.filter((c) => idOf(c.table) === idOf(table)).flatMap((c) => c.olds)];
  const leaving = live.columns.find((c) => mentions(view.query, c.name) && kept.every((k) => k.name !== c.name));
  if (leaving !== undefined) return `its column ${leaving.name} is used by that name, and goes`;
  if (rename === null) return null;
  const hidden = live.columns.find((c) => c.invisible);
  if (hidden !== undefined) return `in a view the column ${hidden.name} would not be invisible`;
  const unsecured = product === 'postgres' && number < 150_000 && live.rowSecurity !== undefined;
  return unsecured ? 'its policies would be those of its owner there, before PostgreSQL 15' : null;
}

/** The schema once tables have their names, and views the former ones: the objects as they are otherwise. */
export function withFormerNames(before: readonly SchemaObject[], names: readonly FormerName[]): SchemaObject[] {
  const renames = names.flatMap((n) => n.rename ?? []);
  const former = new Map(renames.map((r) => [idOf(r.after), r.before.name]));
  const moved = afterRenames(before, [], renames).map((o): SchemaObject => {
    const renamedFrom = former.get(idOf(o));
    return renamedFrom === undefined ? o : { ...o, renamedFrom };
  });
  return [...moved, ...names.flatMap((n) => (n.rename === null ? [] : [n.view]))];
}

/** The statements of these renames, told as what they are to those at work; where no transaction holds them together, by way of an empty table of the new name. */
export function formerNameSteps(
  { crossing }: Dialect,
  names: readonly FormerName[],
  steps: readonly Step[],
): readonly Step[] {
  const told = steps.map((step) => withTold(step, names, crossing.formerName.lost));
  const { standIn } = crossing.formerName;
  return standIn === undefined ? told : names.reduce((all, name) => switched(all, name, standIn), told);
}

function withTold(step: Step, names: readonly FormerName[], lost: string): Step {
  const { why } = step;
  const renamed =
    why.type === 'rename' && names.some((n) => n.rename !== null && idOf(n.rename.before) === idOf(why.before));
  if (renamed) return { ...step, hazards: step.hazards.filter((h) => h.kind !== 'breaks_readers') };
  const made = why.type === 'create' ? names.find((n) => idOf(n.view) === idOf(why.after)) : undefined;
  if (made === undefined || !step.makes.includes(idOf(made.view))) return step;
  const message = `${made.view.name} is a view until the contract: ${lost} fail by that name`;
  return { ...step, hazards: [...step.hazards, { kind: 'breaks_readers', object: idOf(made.view), message }] };
}

/** The step of a contract that takes a former name away says so. */
export function withNameGone(step: Step, names: readonly FormerName[]): Step {
  const gone = names.find((n) => step.why.type === 'drop' && step.ends.includes(idOf(n.view)));
  if (gone === undefined) return step;
  const message = `whoever still says ${gone.view.name} fails`;
  return { ...step, hazards: [...step.hazards, { kind: 'breaks_readers', object: idOf(gone.view), message }] };
}

/** Privileges are by name there: those of the former one go on with the view. */
function switched(
  steps: readonly Step[],
  name: FormerName,
  standIn: NonNullable<Dialect['crossing']['formerName']['standIn']>,
): Step[] {
  const { rename, view, table } = name;
  if (rename?.before.kind !== 'table') return [...steps];
  const former = rename.before;
  const move = steps.find((s) => s.why.type === 'rename' && s.ends.includes(idOf(former)));
  const make = steps.find((s) => s.makes.includes(idOf(view)));
  if (move === undefined || make === undefined) return [...steps];
  const own = (s: Step): boolean => s.why === move.why || s.why === make.why;
  const granted = steps.filter((s) => s.why === move.why && /^GRANT /.test(s.sql));
  const [place, built, change, last] = standIn(former, table, view, {
    table: aside('new', former, table.name),
    view: aside('old', former, former.name),
  });
  const at = (draft: StepDraft, of: Step): Step =>
    withId({ ...toStep({ ...draft, why: of.why }), hazards: of.hazards });
  return [
    ...steps.slice(0, steps.indexOf(move)).filter((s) => !own(s)),
    at(place, { ...move, hazards: [] }),
    ...granted,
    at(built, make),
    at(change, move),
    at(last, { ...move, hazards: [] }),
    ...steps.slice(steps.indexOf(move)).filter((s) => !own(s)),
  ];
}

/** `public.people: also found as users`. */
export function describeFormerName({ table, view }: FormerName): string {
  return `${idName(idOf(table))}: still found as ${view.name}`;
}
