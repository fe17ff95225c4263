import { dotted } from '../model/id.ts';
import { idOf, type OperatorClass, type OperatorFamily, type SchemaObject } from '../model/object.ts';

/** What the family of a class is called that names none. */
export function usualFamily({ schema, name }: Pick<OperatorClass, 'schema' | 'name'>): string {
  return dotted(schema === 'public' ? '' : schema, name);
}

const familyOf = ({ schema, name, signature }: OperatorClass): OperatorFamily => ({
  kind: 'operator_family',
  schema,
  name,
  signature,
});

/** Classes that name no family, each with the one of its own name; families that nobody declares come with their class. */
export function withFamilies(objects: readonly SchemaObject[]): SchemaObject[] {
  const known = new Set(objects.map(idOf));
  return objects.flatMap((o): SchemaObject[] => {
    if (o.kind !== 'operator_class') return [o];
    const whole = { ...o, family: o.family ?? usualFamily(o) };
    const own = familyOf(whole);
    return whole.family === usualFamily(o) && !known.has(idOf(own)) ? [own, whole] : [whole];
  });
}

/** A family that needs no words of its own. */
export function isImpliedFamily(object: SchemaObject, objects: readonly SchemaObject[]): boolean {
  if (object.kind !== 'operator_family') return false;
  if (object.members !== undefined || object.comment !== undefined || object.owner !== undefined) return false;
  return objects.some(
    (o) => o.kind === 'operator_class' && o.family === usualFamily(o) && idOf(familyOf(o)) === idOf(object),
  );
}
