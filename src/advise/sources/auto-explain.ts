import { filesAt, linesOf } from './files.ts';
import { messagesOf } from './log-messages.ts';
import { type Captured, type Source } from './source.ts';

/** Logs of a server with `auto_explain.log_format = json`: https://www.postgresql.org/docs/current/auto-explain.html */
export const autoExplain: Source = async (where, { dir, dialect }) => {
  const captured: Captured[] = [];
  const unreadable: { at: string; reason: string }[] = [];
  const files = await filesAt(where, dir, ['.log', '.csv', '.json', '.gz']);
  for (const file of files) {
    let count = 0;
    for await (const message of messagesOf(linesOf(file))) {
      const head = /duration: ([\d.]+) ms {1,2}plan:\s*/i.exec(message);
      if (head === null) continue;
      count += 1;
      const body = message.slice(head.index + head[0].length);
      const [found] = dialect.explain.parse(body);
      const at = `${file.shown}, plan ${count}`;
      if (found === undefined)
        unreadable.push({ at, reason: 'the plan is not in JSON: set auto_explain.log_format = json' });
      else
        captured.push({
          text: found.text ?? null,
          plan: found.plan,
          calls: 1,
          totalMs: Number(head[1]),
          counted: false,
          at,
        });
    }
    if (count === 0) unreadable.push({ at: file.shown, reason: 'auto_explain has logged no plan there' });
  }
  if (files.length === 0) unreadable.push({ at: where, reason: 'there are no such files' });
  return { captured, unreadable };
};
