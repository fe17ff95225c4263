/** One thing that a task did or found, as its log tells it. Times in ms. */
export type Entry =
  | { readonly type: 'file'; readonly path: string; readonly purpose: string }
  | {
      readonly type: 'statement';
      readonly sql: string;
      readonly status: string;
      readonly ms: number;
      readonly where: string;
    }
  | { readonly type: 'analysis'; readonly text: string }
  | { readonly type: 'bottleneck'; readonly text: string }
  | { readonly type: 'technique'; readonly text: string }
  | { readonly type: 'measured'; readonly what: string; readonly before: string; readonly after: string }
  | {
      readonly type: 'seed';
      readonly set: string;
      readonly table: string;
      readonly approach: string;
      readonly inserted: number;
      readonly updated: number;
      readonly deleted: number;
      readonly unchanged: number;
      readonly ms: number;
    }
  | { readonly type: 'stage'; readonly title: string; readonly status: string; readonly ms: number };

/** What a task collects while it runs. */
export interface Journal {
  readonly task: string;
  readonly command: string;
  readonly started: Date;
  /** The folder of the task logs, once it is known. */
  dir: string | null;
  /** For people: a URL without its password. */
  target: string | null;
  readonly entries: readonly Entry[];
  note(entry: Entry): void;
}

/** An empty journal for one run of a command. */
export function openJournal(task: string, command: string, started: Date): Journal {
  const entries: Entry[] = [];
  return { task, command, started, dir: null, target: null, entries, note: (entry) => void entries.push(entry) };
}

/**
 * The id of a task: the given one, made safe as a file name, else a fresh one (`20261123-091500-apply-3f2a`).
 */
export function taskId(given: string | undefined, command: string, now: Date, random: string): string {
  const safe = given
    ?.trim()
    .replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[.-]+/, '')
    .slice(0, 100);
  if (safe) return safe;
  const stamp = now.toISOString().replaceAll(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `${stamp}-${command.replaceAll(' ', '-')}-${random}`;
}

/** What a task has done by now, in lines: for people who stopped it. */
export function doneSoFar({ entries }: Journal): string[] {
  const statements = entries.filter((e) => e.type === 'statement' && e.status === 'done').length;
  return [
    ...entries.flatMap((e) => (e.type === 'file' ? [`wrote ${e.path}`] : [])),
    ...(statements > 0 ? [`done: ${statements} statements`] : []),
    ...entries.flatMap((e) => (e.type === 'seed' ? [`done: seed set ${e.set}`] : [])),
  ];
}
