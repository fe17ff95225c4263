import { filesAt, textOf } from './files.ts';
import { type Captured, type Source } from './source.ts';

/** Files of EXPLAIN in JSON: one plan, or an array of them, with or without the query's text. */
export const explain: Source = async (where, { dir, dialect }) => {
  const captured: Captured[] = [];
  const unreadable: { at: string; reason: string }[] = [];
  const files = await filesAt(where, dir, ['.json']);
  for (const file of files) {
    const plans = dialect.explain.parse(await textOf(file));
    if (plans.length === 0) unreadable.push({ at: file.shown, reason: 'it holds no plan in the JSON form of EXPLAIN' });
    for (const { plan, text, ms } of plans) {
      captured.push({ text: text ?? null, plan, calls: 1, totalMs: ms ?? null, counted: false, at: file.shown });
    }
  }
  if (files.length === 0) unreadable.push({ at: where, reason: 'there are no such files' });
  return { captured, unreadable };
};
