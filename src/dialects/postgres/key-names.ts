import { type ObjectId } from '../../model/id.ts';
import { idOf, type SchemaObject, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import { heirsOf } from './heirs.ts';
import { keyAsPart } from './key-parts.ts';
import { locks } from './locks.ts';
import { primaryKeyName } from './names.ts';
import { once } from './once.ts';
import { taking } from './part-names.ts';
import { quote } from './quote.ts';

type Objects = ReadonlyMap<ObjectId, SchemaObject>;
type Sides = Pick<DriverContext, 'before' | 'after'>;

const nameOf = ({ schema, name }: Table): string => JSON.stringify([schema, primaryKeyName(name)]);

const keyedByName = once((objects: Objects): ReadonlyMap<string, readonly Table[]> => {
  const keyed = [...objects.values()].filter(
    (o): o is Table => o.kind === 'table' && keyAsPart(o, objects) !== undefined,
  );
  return Map.groupBy(keyed, nameOf);
});

/** The partitions whose keys the server would call the same. */
function alike(table: Table, objects: Objects): readonly Table[] {
  return keyedByName(objects).get(nameOf(table)) ?? [];
}

/** Whether keys of other partitions are cut to the same name as that of a partition: who has which number is a matter of turns. */
export function isKeyContested(table: Table, { before, after }: Sides): boolean {
  return new Set([before, after].flatMap((objects) => alike(table, objects).map(idOf))).size > 1;
}

/** The name that the key of a partition is to have; null where several leave it to the server. */
function claimed(table: Table, objects: Objects): string | null {
  const name = table.primaryKey?.name;
  if (name !== undefined) return name;
  const unnamed = alike(table, objects).filter((t) => t.primaryKey?.name === undefined);
  return unnamed.length === 1 ? primaryKeyName(table.name) : null;
}

function take(table: Table, objects: Objects): string[] {
  const name = claimed(table, objects);
  if (name === null) return [];
  const owner = quote.literal(quote.name(table.schema, table.name));
  return [
    taking(
      table.schema,
      name,
      `SELECT indexrelid INTO STRICT mine FROM pg_index WHERE indisprimary AND indrelid = ${owner}::regclass`,
    ),
  ];
}

/** The key of a partition takes its name, whatever the server calls it; `former`: what it is where it has one on both sides. */
export function takeKeyName(
  table: Table,
  former: Table | null,
  needs: readonly ObjectId[],
  context: Sides,
): StepDraft[] {
  const { before, after } = context;
  const objects = after.has(idOf(table)) ? after : before;
  if (former !== null && claimed(former, before) === claimed(table, objects)) return [];
  const undo = former === null ? [] : take(former, before);
  return take(table, objects).map((sql) => ({
    sql,
    undo,
    needs: [idOf(table), ...needs],
    locks: locks('rename', idOf(table)),
  }));
}

/** What gives the keys of partitions that stay their names again, once that of their table is back. */
export function namesAgain(table: Table, context: Sides): string[] {
  const stay = heirsOf(table, context.before).filter((t) => context.after.has(idOf(t)));
  return stay.flatMap((t) =>
    t.partitionOf !== undefined && isKeyContested(t, context) ? take(t, context.before) : [],
  );
}
