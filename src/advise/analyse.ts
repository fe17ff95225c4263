import {
  type Dialect,
  type ExplainContext,
  type PlanNode,
  type Session,
  type TableStatistics,
} from '../dialects/dialect.ts';
import { ServerError } from '../model/error.ts';
import { type ObjectId, objectId, type Place } from '../model/id.ts';
import { type Skipped } from '../model/index-advice.ts';
import { type SchemaObject, type Table } from '../model/object.ts';
import { keysOf } from './existing.ts';
import { hiddenQueries } from './foreign-keys.ts';
import { type Need, needsOf, type OrderPart } from './need.ts';
import { typicalValues } from './parameters.ts';
import { type PricedQuery } from './price.ts';
import { rebuild } from './rebuild.ts';
import { type WorkloadQuery } from './workload.ts';

export interface World {
  readonly session: Session;
  readonly dialect: Dialect;
  /** The managed objects, live and declared. */
  readonly objects: readonly SchemaObject[];
  readonly tables: ReadonlyMap<ObjectId, Table>;
  readonly context: ExplainContext;
  /** Whether statistics may be gathered for tables that have none. */
  readonly gather: boolean;
}

interface Planned {
  readonly query: WorkloadQuery;
  readonly statement: string;
  readonly plan: PlanNode;
  readonly types: readonly string[];
  readonly unsafe: string | null;
  readonly behind?: string;
}

export interface Analysed {
  readonly queries: readonly PricedQuery[];
  readonly statistics: ReadonlyMap<ObjectId, TableStatistics>;
  readonly skipped: readonly Skipped[];
  /** Tables that queries read but that dbops does not manage. */
  readonly foreign: ReadonlySet<ObjectId>;
}

/** Plans every query on the target, fills parameters with values its statistics suggest, and finds what each asks of its tables. */
export async function analyse(
  world: World,
  workload: readonly WorkloadQuery[],
  progress: (text: string) => void,
): Promise<Analysed> {
  const skipped: Skipped[] = [];
  const planned: Planned[] = [];
  for (const [i, query] of workload.entries()) {
    progress(`plans ${i + 1} of ${workload.length}`);
    const found = await planOf(world, query);
    if ('reason' in found) {
      skipped.push({ query: query.text ?? `plan in ${query.at}`, at: query.at, reason: found.reason });
      continue;
    }
    planned.push(found);
    for (const hidden of hiddenQueries(
      query.plan === null ? found.plan : { ...found.plan, triggers: query.plan.triggers },
      world.objects,
      world.dialect,
    )) {
      const look = await planOf(world, { ...query, text: hidden.statement, plan: null });
      if (!('reason' in look)) planned.push({ ...look, query, behind: hidden.behind });
    }
  }
  const places = new Map<ObjectId, Place>();
  for (const { plan } of planned)
    for (const node of flat(plan))
      if (node.table !== undefined) places.set(idOf(node), { schema: node.schema ?? '', name: node.table });
  const before = await world.dialect.explain.statistics(world.session, [...places.values()], false);
  const unknown = [...before.values()].some((t) => !t.analyzed && t.bytes > 0);
  const gathers = world.gather && unknown;
  const statistics = gathers
    ? await world.dialect.explain.statistics(world.session, [...places.values()], true)
    : before;
  const queries: PricedQuery[] = [];
  for (const one of planned) {
    const priced = await filled(world, one, statistics, gathers);
    if ('reason' in priced)
      skipped.push({ query: one.query.text ?? one.statement, at: one.query.at, reason: priced.reason });
    else queries.push(priced);
  }
  const foreign = new Set([...places.keys()].filter((id) => !world.tables.has(id)));
  return { queries, statistics, skipped, foreign };
}

async function planOf(
  { session, dialect, context }: World,
  query: WorkloadQuery,
): Promise<Planned | { readonly reason: string }> {
  const statement = query.text ?? (query.plan === null ? null : rebuild(query.plan, dialect.name, dialect.quote));
  if (statement === null) return { reason: 'the plan reads no table' };
  try {
    const { plan, parameters, statement: text, unsafe } = await dialect.explain.plan(session, statement, context);
    const behind = query.text === null ? { behind: 'rebuilt from its plan' } : {};
    return { query, statement: text, plan, types: parameters, unsafe, ...behind };
  } catch (error) {
    if (error instanceof ServerError) return { reason: `the server cannot plan it: ${error.message}` };
    throw error;
  }
}

async function filled(
  world: World,
  one: Planned,
  statistics: ReadonlyMap<ObjectId, TableStatistics>,
  again: boolean,
): Promise<PricedQuery | { readonly reason: string }> {
  const { session, dialect, context } = world;
  let { plan, statement } = one;
  if (one.types.length > 0) {
    const values = typicalValues(statement, one.types, needs(world, plan), statistics);
    if (values === null) return { reason: 'nothing is known about the values of its parameters' };
    statement = dialect.explain.fill(statement, one.types, values);
  }
  if (one.types.length > 0 || again) {
    try {
      plan = (await dialect.explain.plan(session, statement, context)).plan;
    } catch (error) {
      if (error instanceof ServerError) return { reason: `the server cannot plan it with values: ${error.message}` };
      throw error;
    }
  }
  const { query } = one;
  const cost = plan.cost ?? 0;
  const weight = query.totalMs !== null && cost > 0 ? query.totalMs / cost : query.calls;
  return {
    query,
    statement,
    root: plan,
    // What only a partial index for one value would serve is found with the parameters, not with the values that fill them.
    needs: needs(world, plan).map((n) => (one.types.length === 0 ? n : withoutConditions(n))),
    unsafe: one.unsafe,
    cost,
    weight,
    ...(one.behind === undefined ? {} : { behind: one.behind }),
  };
}

function needs({ dialect, objects, tables }: World, plan: PlanNode): Need[] {
  const order = (schema: string, table: string, index: string): readonly OrderPart[] => {
    const of = tables.get(objectId('table', schema, table));
    const key = of === undefined ? undefined : keysOf(of, objects).find((k) => k.name === index);
    return (key?.parts ?? []).map((p) => ({
      ...(p.column === undefined ? { expression: p.expression ?? '' } : { column: p.column }),
      descending: p.descending === true,
    }));
  };
  return needsOf(plan, dialect.name, order).filter((n) => tables.has(n.table));
}

function withoutConditions(need: Need): Need {
  return {
    ...need,
    predicates: need.predicates.map((p) =>
      p.literal === undefined || p.operator === 'true' || p.operator === 'false' ? p : { ...p, condition: undefined },
    ) as Need['predicates'],
  };
}

export function flat(node: PlanNode): PlanNode[] {
  return [node, ...node.children.flatMap(flat)];
}

function idOf(node: PlanNode): ObjectId {
  return objectId('table', node.schema ?? '', node.table ?? '');
}
