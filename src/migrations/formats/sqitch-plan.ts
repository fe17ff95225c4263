import { createHash } from 'node:crypto';

/** One change of a `sqitch.plan`, with the ID that Sqitch gives it. */
export interface SqitchChange {
  readonly id: string;
  readonly name: string;
  readonly note: string;
  readonly requires: readonly string[];
  readonly conflicts: readonly string[];
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly planner: string;
  readonly email: string;
  /** Tags that stand behind it: `@v1`. */
  readonly tags: readonly string[];
}

export interface SqitchPlan {
  readonly project: string;
  readonly uri: string | null;
  readonly changes: readonly SqitchChange[];
  /** Changes that stand twice in it, which need files of their own. */
  readonly reworked: readonly string[];
}

const CHANGE =
  /^([^\s%@#[\]:]+)(?:\s+\[([^\]]*)\])?\s+(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)\s+(.+?)\s+<([^>]*)>(?:\s*#\s*(.*))?$/;

/** Reads a plan, and reckons the IDs of its changes: sha1 of what `sqitch show change` prints. App::Sqitch::Plan::Change. */
export function parsePlan(text: string): SqitchPlan {
  const project = /^%project=(.*)$/m.exec(text)?.[1]?.trim() ?? '';
  const uri = /^%uri=(.*)$/m.exec(text)?.[1]?.trim() ?? null;
  const changes: SqitchChange[] = [];
  for (const line of text.split(/\r?\n/)) {
    const tag = /^(@\S+)\s/.exec(line)?.[1];
    const last = changes.at(-1);
    if (tag !== undefined && last !== undefined) changes[changes.length - 1] = { ...last, tags: [...last.tags, tag] };
    const [whole, name = '', needs = '', date = '', planner = '', email = '', note = ''] = CHANGE.exec(line) ?? [];
    if (whole === undefined) continue;
    const words = needs.split(/\s+/).filter((w) => w !== '');
    const requires = words.filter((w) => !w.startsWith('!'));
    const conflicts = words.filter((w) => w.startsWith('!')).map((w) => w.slice(1));
    const change = { name, note: unescaped(note), requires, conflicts, date, planner, email };
    changes.push({ ...change, id: changeId({ project, uri }, change, changes.at(-1)?.id ?? null), tags: [] });
  }
  const names = changes.map((c) => c.name);
  return { project, uri, changes, reworked: [...new Set(names.filter((n, i) => names.indexOf(n) !== i))] };
}

export function changeId(
  { project, uri }: Pick<SqitchPlan, 'project' | 'uri'>,
  change: Omit<SqitchChange, 'id' | 'tags'>,
  parent: string | null,
): string {
  const info = [
    `project ${project}`,
    ...(uri === null ? [] : [`uri ${uri}`]),
    `change ${change.name}`,
    ...(parent === null ? [] : [`parent ${parent}`]),
    `planner ${change.planner} <${change.email}>`,
    `date ${change.date}`,
    ...(change.requires.length === 0 ? [] : ['requires', ...change.requires.map((r) => `  + ${r}`)]),
    ...(change.conflicts.length === 0 ? [] : ['conflicts', ...change.conflicts.map((c) => `  - ${c}`)]),
    ...(change.note === '' ? [] : ['', change.note]),
  ].join('\n');
  return createHash('sha1')
    .update(`change ${Buffer.byteLength(info)}\0${info}`)
    .digest('hex');
}

function unescaped(note: string): string {
  return note.trim().replaceAll(/\\(n|r|\\)/g, (_, c: string) => (c === 'n' ? '\n' : c === 'r' ? '\r' : '\\'));
}
