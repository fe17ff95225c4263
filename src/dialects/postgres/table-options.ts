import { columnId, idOf, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { alterTable } from './columns.ts';
import { locks } from './locks.ts';
import { dottedIdent, quote } from './quote.ts';

type Options = Readonly<Record<string, string>>;

/** What a table stores its rows by, and what it stores its long values by: the server keeps each apart. */
export function optionSteps(before: Table, after: Table): StepDraft[] {
  const [a, b] = [before.options ?? {}, after.options ?? {}];
  const part = (of: Options, toast: boolean): Options =>
    Object.fromEntries(Object.entries(of).filter(([name]) => name.startsWith('toast.') === toast));
  const form = { needs: [idOf(after)], locks: locks('set options', idOf(after)) };
  const own = (is: boolean): readonly [Options, Options] => [part(a, is), part(b, is)];
  const [plainA, plainB] = own(false);
  const undo = [...reset(after, plainB, plainA), ...set(after, plainB, plainA)];
  const plain = [...reset(after, plainA, plainB), ...set(after, plainA, plainB)];
  return [
    ...plain.map((sql, i): StepDraft => ({ sql, undo: i === 0 ? undo : [], ...form })),
    ...toastSteps(before, after, ...own(true)),
  ];
}

/** The server takes these without a word from a table whose columns hold no long values: they go before such columns, and come after. */
function toastSteps(before: Table, after: Table, a: Options, b: Options): StepDraft[] {
  const ids = (of: Table) => of.columns.map((c) => columnId(after.schema, after.name, c.name));
  const form = { locks: locks('set options', idOf(after)) };
  const [gone, come] = [reset(after, a, b), set(after, a, b)];
  const again = set(after, b, a);
  return [
    ...gone.map((sql): StepDraft => ({ sql, undo: again, needs: [idOf(after)], frees: ids(before), ...form })),
    ...come.map(
      (sql): StepDraft => ({
        sql,
        undo: [...reset(after, b, a), ...(gone.length === 0 ? again : [])],
        needs: [idOf(after), ...ids(after)],
        ...form,
      }),
    ),
  ];
}

function reset(table: Table, from: Options, to: Options): string[] {
  const gone = Object.keys(from).filter((name) => to[name] === undefined);
  return gone.length === 0 ? [] : [`${alterTable(table)} RESET (${gone.map(dottedIdent).join(', ')})`];
}

/** All are set whenever one differs: that gives them the order that they would have in a table made afresh. */
function set(table: Table, from: Options, to: Options): string[] {
  const list = Object.entries(to).map(([name, value]) => `${dottedIdent(name)}=${quote.literal(value)}`);
  const same = Object.entries(to).every(([name, value]) => from[name] === value);
  return same ? [] : [`${alterTable(table)} SET (${list.join(', ')})`];
}
