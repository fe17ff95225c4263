import { sameData } from '../../model/digest.ts';
import { type ObjectId } from '../../model/id.ts';
import { type Column, type Extension, idOf, type SchemaObject } from '../../model/object.ts';
import { type DriverContext } from '../dialect.ts';
import { ownType } from './needs.ts';
import { once } from './once.ts';
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

/** Extensions that leave the schema which a type is in: the type's name is right before they go. */
export function leftBy(type: string, context: DriverContext): ObjectId[] {
  return movesWhere((from) => from === schemaOf(type, context), context);
}

/** Extensions that come to the schema which a type is in: the type's name is right once they are there. */
export function joinedBy(type: string, context: DriverContext): ObjectId[] {
  return movesWhere((_, to) => to === schemaOf(type, context), context);
}

/** Extensions that move, of those that one of these objects mentions: the names of their routines are right only before or after. */
export function movesBelow(objects: readonly SchemaObject[], context: DriverContext): ObjectId[] {
  return movesWhere(() => true, context).filter((id) => objects.some((o) => o.dependsOn?.includes(id)));
}

/** Where a column gets another type: a name without a schema may be that of a type of the server's, and tells less. */
export function movesAround(
  from: string,
  to: string,
  context: DriverContext,
): { readonly frees: ObjectId[]; readonly needs: ObjectId[] } {
  const [frees, needs] = [leftBy(from, context), joinedBy(to, context)];
  const certain = schemaOf(from, context) !== 'public';
  return certain
    ? { frees, needs: needs.filter((id) => !frees.includes(id)) }
    : { frees: frees.filter((id) => !needs.includes(id)), needs };
}

function schemaOf(type: string, context: DriverContext): string | undefined {
  return ownType(type, context) === null ? typePlace(type, 'public')?.schema : undefined;
}

const extensionsIn = once((objects: DriverContext['after']): readonly Extension[] =>
  [...objects.values()].filter((o) => o.kind === 'extension'),
);

function movesWhere(is: (from: string, to: string) => boolean, { before, after }: DriverContext): ObjectId[] {
  return extensionsIn(after).flatMap((o) => {
    const former = before.get(idOf(o));
    if (former?.kind !== 'extension' || former.into === o.into) return [];
    return is(former.into ?? 'public', o.into ?? 'public') ? [idOf(o)] : [];
  });
}
