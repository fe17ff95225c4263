import { sameData } from '../../model/digest.ts';
import { type Column, idOf, type SchemaObject } from '../../model/object.ts';
import { type DriverContext } from '../dialect.ts';
import { ownType } from './needs.ts';
import { quote } from './quote.ts';
import { parseType, typePlace } from './types.ts';

/** A column as it is once the extension that has its type is in another schema: of the same type, under another name. */
export function withMovedType(former: Column, column: Column, context: DriverContext): Column {
  if (former.type === column.type) return former;
  const [a, b] = [parseType(former.type), parseType(column.type)];
  if (a.array !== b.array || !sameData(a.args, b.args) || ownType(former.type, context) !== null) return former;
  const [from, to] = [typePlace(former.type, 'public'), typePlace(column.type, 'public')];
  if (from === null || to === null || from.schema === to.schema || from.name !== to.name) return former;
  const moves = [...context.after.values()].some((o) => isMove(o, from.schema, to.schema, context));
  if (!moves) return former;
  const named = (schema: string): string => (schema === 'public' ? '' : `${quote.ident(schema)}.`);
  const value = former.default?.replaceAll(
    `::${named(from.schema)}${quote.ident(from.name)}`,
    `::${named(to.schema)}${quote.ident(to.name)}`,
  );
  const moved = { ...former, type: column.type };
  return value === column.default && value !== undefined ? { ...moved, default: value } : moved;
}

function isMove(object: SchemaObject, from: string, to: string, { before }: DriverContext): boolean {
  const former = before.get(idOf(object));
  if (object.kind !== 'extension' || former?.kind !== 'extension') return false;
  return (former.into ?? 'public') === from && (object.into ?? 'public') === to;
}
