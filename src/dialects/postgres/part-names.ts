import { sameData } from '../../model/digest.ts';
import { type ObjectId } from '../../model/id.ts';
import { idOf, type SchemaObject, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import { asideName } from './aside.ts';
import { impliedNameOf, impliedPart } from './index-partitions.ts';
import { locks } from './locks.ts';
import { tableId } from './needs.ts';
import { once } from './once.ts';
import { quote } from './quote.ts';
import { isMadeAnew, isPart, type Part, wholeIndexId } from './whole-index.ts';

type Objects = ReadonlyMap<ObjectId, SchemaObject>;

/**
 * Parts on partitions that nobody declares, under names of the server's own choice: several partitions are cut to one name there, and
 * who has which number is a matter of turns. They are what is declared, whatever their numbers.
 */
export function numberedParts(desired: Objects, live: Objects): SchemaObject[] {
  const found = [...live.values()].filter(isPart).filter((part) => isOwnChoice(part, live) && !desired.has(idOf(part)));
  if (found.length === 0) return [];
  const declared = new Set([...desired.values()].flatMap((o) => (isPart(o) ? [placeOf(o)] : [])));
  const partitions = Map.groupBy(
    [...desired.values()].filter((o): o is Table => o.kind === 'table' && o.partitionOf !== undefined),
    (t) => t.schema,
  );
  return found.filter((part) => {
    const table = desired.get(tableId(part.schema, part.table));
    const whole = wholeIndexId(part, live);
    if (table?.kind !== 'table' || whole === null || !desired.has(whole) || declared.has(placeOf(part))) return false;
    const name = impliedNameOf(part);
    const others = (partitions.get(part.schema) ?? []).filter(
      (t) => impliedNameOf({ ...part, table: t.name }) === name,
    );
    return others.length > 1;
  });
}

const placeOf = ({ schema, table, partitionOf }: Part): string => JSON.stringify([schema, table, partitionOf]);

function isOwnChoice(part: Part, live: Objects): boolean {
  if (part.partitionOf === undefined) return false;
  const [number = ''] = /\d*$/.exec(part.name) ?? [];
  return (
    part.name === impliedNameOf(part, number) && sameData({ ...impliedPart(part, live), name: part.name }, { ...part })
  );
}

/** Whether others are cut to the same name as a part: what the server calls it is a matter of turns. */
export function isContested(part: Part, { before, after }: Pick<DriverContext, 'before' | 'after'>): boolean {
  return new Set([before, after].flatMap((o) => alike(part, o).map(placeOf))).size > 1;
}

/** Whether a part is declared afterwards, too, under whatever name. */
export function isDeclaredAgain(part: Part, { after }: Pick<DriverContext, 'after'>): boolean {
  return alike(part, after).some((o) => placeOf(o) === placeOf(part));
}

/**
 * A part takes its name, whatever the server calls it: whoever else of its kind has that by then gets out of the way, and takes its
 * own in its turn.
 */
export function takeName(part: Part, context: DriverContext): StepDraft[] {
  const { before, after } = context;
  const id = tableId(part.schema, part.table);
  // Where the table comes back in an undo, the server has just made the part.
  if (!after.has(id))
    return [{ sql: take(part, part.name, before), undo: [], locks: locks('rename index', idOf(part)) }];
  const place = placeOf(part);
  const former = alike(part, before).find((o) => placeOf(o) === place);
  const whole = wholeIndexId(part, after);
  const stays = whole !== null && before.has(whole) && !isMadeAnew(after.get(whole), context) && before.has(id);
  const back = former?.name ?? (stays ? impliedNameOf(part) : null);
  if (back === part.name) return [];
  // On the way back another part is made under that name before this one goes with its table.
  const isOthers = alike(part, before).some((o) => o.name === part.name && placeOf(o) !== place);
  const away = `ALTER INDEX ${quote.name(part.schema, part.name)} RENAME TO ${quote.ident(asideName(part.name, 'part'))}`;
  return [
    {
      sql: take(part, part.name, after),
      undo: back === null ? (isOthers ? [away] : []) : [take(part, back, before)],
      ends: former === undefined ? [] : [idOf(former)],
      makes: [idOf(part)],
      locks: locks('rename index', idOf(part)),
    },
  ];
}

function take({ schema, table, partitionOf }: Part, name: string, objects: Objects): string {
  const owner = objects.get(tableId(schema, table));
  const parent = owner?.kind === 'table' ? owner.partitionOf?.schema : undefined;
  const [whole, place] = [quote.name(parent ?? schema, partitionOf ?? ''), quote.name(schema, table)].map(
    quote.literal,
  );
  return taking(
    schema,
    name,
    `SELECT h.inhrelid INTO STRICT mine FROM pg_inherits h JOIN pg_index i ON i.indexrelid = h.inhrelid
    WHERE h.inhparent = ${whole}::regclass AND i.indrelid = ${place}::regclass`,
  );
}

/** The statement with which the index that a query finds takes a name; the part that has it by then gets out of the way. */
export function taking(schema: string, name: string, mine: string): string {
  const text = (value: string): string => quote.literal(value);
  const lines = [
    `DECLARE mine regclass;`,
    `  other regclass := (SELECT oid FROM pg_class WHERE oid = to_regclass(${text(quote.name(schema, name))}) AND relispartition AND relkind IN ('i', 'I'));`,
    `BEGIN ${mine};`,
    `  IF mine IS DISTINCT FROM other THEN`,
    `    IF other IS NOT NULL THEN EXECUTE format('ALTER INDEX %s RENAME TO %I', other, ${text(asideName(name, 'part'))}); END IF;`,
    `    EXECUTE format('ALTER INDEX %s RENAME TO %I', mine, ${text(name)});`,
    `  END IF; END`,
  ];
  return `DO ${text(lines.join('\n'))}`;
}

const nameKey = (part: Part): string => JSON.stringify([part.kind, part.schema, impliedNameOf(part)]);

const partsByName = once((objects: Objects): ReadonlyMap<string, readonly Part[]> => {
  const parts = [...objects.values()].filter((o): o is Part => isPart(o) && o.partitionOf !== undefined);
  return Map.groupBy(parts, nameKey);
});

/** The declared parts that the server would call the same. */
function alike(part: Part, objects: Objects): readonly Part[] {
  return partsByName(objects).get(nameKey(part)) ?? [];
}
