import { expect, it } from 'vitest';
import { withDependencies } from '../../src/manifest/lower/depends.ts';
import { idOf, type SchemaObject } from '../../src/model/object.ts';

it('indexes and keys come after the default operator classes of the types under them', () => {
  const at = { schema: 'public' };
  const objects: SchemaObject[] = [
    { kind: 'operator_class', ...at, name: 'c_ops(btree)', type: 'public.c', default: true, family: 'public.c_ops' },
    { kind: 'operator_class', ...at, name: 'd_ops(btree)', type: 'd', family: 'public.d_ops' },
    {
      kind: 'table',
      ...at,
      name: 't',
      columns: [
        { name: 'a', type: 'c' },
        { name: 'b', type: 'd' },
      ],
      primaryKey: { columns: [{ column: 'a' }] },
    },
    { kind: 'index', ...at, table: 't', name: 'i', parts: [{ column: 'a' }] },
    { kind: 'unique', ...at, table: 't', name: 'u', columns: ['a'] },
    { kind: 'table', ...at, name: 'p', columns: [{ name: 'a', type: 'c' }] },
  ] as SchemaObject[];
  const needs = (o: SchemaObject): readonly string[] => ('dependsOn' in o ? (o.dependsOn ?? []) : []);
  const given = withDependencies(objects, 'postgres');
  const holds = given.filter((o) => needs(o).includes(idOf(objects[0] as SchemaObject))).map((o) => o.name);
  expect(holds).toEqual(['t', 'i', 'u']);
  expect(given.flatMap(needs)).not.toContain(idOf(objects[1] as SchemaObject));
});
