import { type Scope } from './manifest.ts';
import { type SchemaObject } from './object.ts';

/** Tells what the lists of a scope hold. */
export function inScope({ schemas, ignore }: Scope): (schema: string, name?: string) => boolean {
  const wanted = schemas.map(matcher);
  const unwanted = ignore.map(matcher);
  return (schema, name) => wanted.some((m) => m(schema, name)) && !unwanted.some((m) => m(schema, name));
}

/** A glob without a dot names schemas with all that is in them, one with a dot names objects. */
function matcher(glob: string): (schema: string, name?: string) => boolean {
  const regex = new RegExp(
    `^${glob
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    'u',
  );
  const whole = !glob.includes('.');
  return (schema, name) => (whole && regex.test(schema)) || (name !== undefined && regex.test(`${schema}.${name}`));
}

/** A scope with the tables whose counters are declared: others go on by themselves, and are not looked at. */
export function withCounters(scope: Scope, declared: readonly SchemaObject[]): Scope {
  const counters = declared.flatMap((o) =>
    o.kind === 'table' && o.options?.auto_increment !== undefined ? [o.name] : [],
  );
  return counters.length === 0 ? scope : { ...scope, counters };
}
