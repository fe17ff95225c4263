import { filesAt, linesOf } from './files.ts';
import { type Captured, type Source } from './source.ts';

/** Slow query logs of MySQL and MariaDB: https://dev.mysql.com/doc/refman/8.4/en/slow-query-log.html */
export const slowLog: Source = async (where, { dir, session }) => {
  const captured: Captured[] = [];
  const unreadable: { at: string; reason: string }[] = [];
  const files = await filesAt(where, dir, ['.log', '.gz', '.slow']);
  let elsewhere = 0;
  for (const file of files) {
    let count = 0;
    for await (const { text, ms, database, line } of entriesOf(linesOf(file))) {
      count += 1;
      if (database !== null && database !== session.server.database) elsewhere += 1;
      else captured.push({ text, plan: null, calls: 1, totalMs: ms, counted: false, at: `${file.shown}:${line}` });
    }
    if (count === 0) unreadable.push({ at: file.shown, reason: 'it holds no entry of a slow query log' });
  }
  if (files.length === 0) unreadable.push({ at: where, reason: 'there are no such files' });
  if (elsewhere > 0) unreadable.push({ at: where, reason: `${elsewhere} entries are of other databases` });
  return { captured, unreadable };
};

interface Entry {
  readonly text: string;
  readonly ms: number;
  readonly database: string | null;
  readonly line: number;
}

async function* entriesOf(lines: AsyncIterable<string>): AsyncGenerator<Entry> {
  let ms: number | null = null;
  let database: string | null = null;
  let text: string[] = [];
  let started = 0;
  let number = 0;
  const whole = (): Entry | null => {
    const statement = text.join('\n').trim().replace(/;$/, '');
    text = [];
    return ms === null || statement === '' ? null : { text: statement, ms, database, line: started };
  };
  for await (const line of lines) {
    number += 1;
    const head = HEADER.test(line);
    if (head || BANNER.test(line)) {
      const entry = whole();
      if (entry !== null) {
        yield entry;
        ms = null;
      }
      const time = /Query_time: ([\d.]+)/.exec(line)?.[1];
      if (time !== undefined) ms = Number(time) * 1000;
      const schema = /\bSchema: (\S+)/.exec(line)?.[1];
      if (schema !== undefined) database = schema;
      continue;
    }
    const use = text.length === 0 ? /^use `?((?:[^`;]|``)+)`?;$/i.exec(line)?.[1] : undefined;
    if (use !== undefined) database = use.replaceAll('``', '`');
    else if (text.length > 0 || !/^(SET timestamp=\d+;|\s*)$/i.test(line)) {
      if (text.length === 0) started = number;
      text.push(line);
    }
  }
  const last = whole();
  if (last !== null) yield last;
}

const HEADER = /^#(?: |$)/;
/** What a server writes when it opens the log. */
const BANNER = /^(?:\S+, Version: .* started with:|Tcp port: .*Unix socket: |Time\s+Id\s+Command\s+Argument)/;
