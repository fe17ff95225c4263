import { type Hazard } from '../../model/hazard.ts';
import { type Column, type Table } from '../../model/object.ts';
import { type DriverContext } from '../dialect.ts';
import { asText, passageHazards } from './as-text.ts';
import { withAllRows } from './keep-out.ts';
import { baseType, ownType } from './needs.ts';
import { quote } from './quote.ts';
import { conversion, parseType } from './types.ts';

/** What there is where values leave (`before`), and where they come to (`after`). */
type Sides = Pick<DriverContext, 'before' | 'after'>;

/** A column whose values go from one form of a table to the other. */
export interface Passage {
  readonly from: Column;
  readonly to: Column;
  /** They have come from there. */
  readonly returns?: true;
}

/** The columns whose values go from one form of a table to the other; what is generated is computed there. */
export function passagesOf(source: Table, target: Table): Passage[] {
  return target.columns.flatMap((to): Passage[] => {
    if (to.generated !== undefined) return [];
    const from =
      source.columns.find((c) => c.name === to.name) ??
      source.columns.find((c) => c.name === to.renamedFrom || c.renamedFrom === to.name);
    return from === undefined ? [] : [{ from, to }];
  });
}

/** Those of values that go back to what they have been. */
export function wayBack(source: Table, target: Table): Passage[] {
  return passagesOf(source, target).map((p) => ({ ...p, returns: true }));
}

/** A value as it is held aside: one of a type of the database's own as text, as the type itself may be made anew. */
export function held(table: Table, { from, to }: Passage, sides: Sides): string {
  const name = quote.ident(from.name);
  const as = ` AS ${quote.ident(to.name)}`;
  if (ownType(from.type, sides) === null) return from.name === to.name ? name : `${name}${as}`;
  const text = asText(table, from, to, sides);
  if (text.byName) return `${text.leave(name)}${as}`;
  return `${name}::text${parseType(from.type).array ? '[]' : ''}${as}`;
}

/** The statements that bring rows held aside into a table; `where`: which of them. */
export function give(table: Table, list: readonly Passage[], aside: string, sides: Sides, where = ''): string[] {
  const texts = list.map(({ from, to }) =>
    ownType(from.type, sides) === null ? null : asText(table, from, to, sides),
  );
  const values = list.map(({ from, to, returns }, i) => {
    const [name, text] = [quote.ident(to.name), texts[i] ?? null];
    if (text !== null) return text.byName ? text.come(name) : `${name}::${to.type}`;
    const [a, b] = [baseType(from.type, sides.before), baseType(to.type, sides.after)];
    const using = returns ? conversion(b, a).back : conversion(a, b).using;
    return using === null ? name : using(name);
  });
  const overriding = [...table.columns, ...list.map((p) => p.to)].some((c) => c.identity !== undefined)
    ? ' OVERRIDING SYSTEM VALUE'
    : '';
  const names = list.map((p) => quote.ident(p.to.name)).join(', ');
  // Rows of which no value goes over are there still, with the defaults of their new columns.
  const columns = names === '' ? '' : ` (${names})`;
  const into = `INSERT INTO ${quote.name(table.schema, table.name)}${columns}${overriding}`;
  const holders = texts.flatMap((text) => text?.holder ?? []);
  return [
    ...holders.map((h) => h.create),
    withAllRows([table], `${into} SELECT ${values.join(', ')} FROM ${aside}${where}`),
    ...holders.map((h) => h.drop),
  ];
}

/** What values lose on their way aside and back. */
export function lossesOf(table: Table, list: readonly Passage[], sides: Sides): Hazard[] {
  return list.flatMap(({ from, to }) =>
    ownType(from.type, sides) === null ? [] : passageHazards(table, from, to, sides),
  );
}
