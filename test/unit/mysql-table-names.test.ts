import { expect, it } from 'vitest';
import { withServersNames } from '../../src/dialects/mysql/table-names.ts';
import { idOf, type SchemaObject } from '../../src/model/object.ts';

const DECLARED: readonly SchemaObject[] = [
  { kind: 'table', schema: '', name: 'Users', renamedFrom: 'People', columns: [{ name: 'Id', type: 'int' }] },
  {
    kind: 'foreign_key',
    schema: '',
    table: 'Kids',
    name: 'Fk',
    columns: ['U'],
    references: { schema: '', table: 'Users', columns: ['Id'] },
    dependsOn: ['column:Users.Id'],
  },
  { kind: 'view', schema: '', name: 'VV', query: 'select Id from Users' },
];

it('names of tables are those of a server that tells no case, and nothing else is', () => {
  const named = withServersNames(DECLARED, [], { tableNames: 'lower' });
  expect(named.map(idOf)).toEqual(['table:users', 'foreign_key:kids.Fk', 'view:vv']);
  expect(named).toMatchObject([
    { renamedFrom: 'people', columns: [{ name: 'Id' }] },
    { references: { table: 'users', columns: ['Id'] }, dependsOn: ['column:users.Id'] },
    { query: 'select Id from Users' },
  ]);
  const live: SchemaObject[] = [{ kind: 'table', schema: '', name: 'USERS', columns: [] }];
  expect(withServersNames(DECLARED, live, { tableNames: 'written' }).map(idOf)).toEqual([
    'table:USERS',
    'foreign_key:Kids.Fk',
    'view:VV',
  ]);
  expect(withServersNames(DECLARED, live, {})).toBe(DECLARED);
});
