import { describe, expect, it } from 'vitest';
import { shownName, titleOf } from '../../src/model/id.ts';

describe('a name as people read it', () => {
  it.each([
    ['function:public."greet(text, integer)"', 'public.greet(text, integer)'],
    ['function:"tax()"', 'tax()'],
    ['function:"Odd schema"."Say it(public.""Odd"", text[])"', '"Odd schema"."Say it"(public."Odd", text[])'],
    ['aggregate:public."total(VARIADIC ""any"")"', 'public.total(VARIADIC "any")'],
    ['operator:public."===(people, people)"', 'public.===(people, people)'],
    ['operator_class:public."apart ops(btree)"', 'public."apart ops"(btree)'],
    ['cast:"integer as pair"', 'integer as pair'],
    ['table:public."Mixed (case)"', 'public."Mixed (case)"'],
  ])('%s', (id, name) => expect(shownName(id)).toBe(name));

  it('goes with its kind', () =>
    expect(titleOf('foreign_key:public.orders.buyer')).toBe('foreign key public.orders.buyer'));
});
