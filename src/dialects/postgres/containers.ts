import { type ObjectId } from '../../model/id.ts';
import { type Column, type Domain, idOf, type SchemaObject } from '../../model/object.ts';
import { type DriverContext } from '../dialect.ts';
import { parseType, typePlace } from './types.ts';

type Place = { readonly schema: string; readonly name: string };

/** Whether a domain gets constraints that the server does not check inside arrays, rows and ranges that columns have. */
export function isCheckedInside(before: Domain, after: Domain, objects: DriverContext['before']): boolean {
  const checked = JSON.stringify([before.checks, before.notNull]) !== JSON.stringify([after.checks, after.notNull]);
  return checked && isInside(before, objects);
}

/** Whether a column holds values of a domain within others: in arrays, rows or ranges, however deep. */
function isInside(domain: Domain, objects: DriverContext['before']): boolean {
  const found = new Map<ObjectId, Place & { readonly deep: boolean }>([[idOf(domain), { ...domain, deep: false }]]);
  for (const [id, { schema, name, deep }] of found) {
    const isOf = ({ type }: Pick<Column, 'type'>): boolean => {
      const place = typePlace(type, 'public');
      return place?.schema === schema && place.name === name;
    };
    for (const object of objects.values()) {
      if (!object.dependsOn?.includes(id)) continue;
      if (object.kind === 'table') {
        const columns = object.columns.filter(isOf);
        if (columns.some((c) => deep || parseType(c.type).array)) return true;
        if (columns.length > 0) found.set(idOf(object), { ...object, deep: true });
      }
      if (isContainer(object)) found.set(idOf(object), { ...object, deep: deep || !isPlainDomain(object) });
    }
  }
  return false;
}

function isContainer(object: SchemaObject): object is SchemaObject & Place {
  return object.kind === 'domain' || object.kind === 'composite' || object.kind === 'range';
}

function isPlainDomain(object: SchemaObject): boolean {
  return object.kind === 'domain' && !parseType(object.type).array;
}
