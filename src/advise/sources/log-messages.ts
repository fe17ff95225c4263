/** Messages of a PostgreSQL log, each whole, in any of its three forms: stderr, csvlog, jsonlog. */
export async function* messagesOf(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let csv = '';
  let open: string[] = [];
  for await (const line of lines) {
    if (csv !== '' || (open.length === 0 && CSV.test(line))) {
      csv = csv === '' ? line : `${csv}\n${line}`;
      if (!isWhole(csv)) continue;
      yield fields(csv)[MESSAGE] ?? '';
      csv = '';
    } else if (open.length === 0 && line.startsWith('{')) {
      const message = jsonMessage(line);
      if (message !== null) yield message;
    } else if (open.length > 0 && (/^\s/.test(line) || line === '}')) {
      open.push(line.replace(/^\t/, ''));
    } else {
      if (open.length > 0) yield open.join('\n');
      const at = line.search(DURATION);
      open = at < 0 ? [] : [line.slice(at)];
    }
  }
  if (open.length > 0) yield open.join('\n');
}

const DURATION = /duration: [\d.]+ ms {1,2}plan:/i;
/** https://www.postgresql.org/docs/current/runtime-config-logging.html#RUNTIME-CONFIG-LOGGING-CSVLOG */
const CSV = /^\d{4}-\d\d-\d\d [\d:.]+ [^,"]+,("(?:[^"]|"")*"|[^,"]*),/;
const MESSAGE = 13;

function isWhole(record: string): boolean {
  return (record.match(/"/g)?.length ?? 0) % 2 === 0;
}

function fields(record: string): string[] {
  return Array.from(
    record.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g),
    ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
  );
}

function jsonMessage(line: string): string | null {
  try {
    const data = JSON.parse(line) as Readonly<Record<string, unknown>>;
    const inner =
      data.textPayload ?? (data.record as Readonly<Record<string, unknown>> | undefined)?.message ?? data.message;
    return typeof inner === 'string' ? inner : null;
  } catch {
    return null;
  }
}
