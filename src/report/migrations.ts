import { type Diagnostic } from '../model/diagnostic.ts';

interface Line {
  readonly name: string;
  readonly state: string;
  readonly outOfOrder: boolean;
  readonly waitsFor: string | null;
}

/** The migrations in order, each with its state, then what is wrong. */
export function formatStatus(entries: readonly Line[], diagnostics: readonly Diagnostic[]): string {
  if (entries.length === 0) return 'there are no migrations\n';
  const width = Math.max(...entries.map((e) => e.state.length));
  const lines = entries.map(
    (e) => `${e.state.padEnd(width)}  ${e.name}${e.outOfOrder ? ' (out of order)' : ''}${waiting(e)}`,
  );
  const notes = diagnostics.map(
    (d) => `${d.severity}: ${d.message}${d.hint === undefined ? '' : `\n  fix: ${d.hint}`}`,
  );
  return `${[...lines, ...(notes.length > 0 ? ['', ...notes] : [])].join('\n')}\n`;
}

function waiting({ waitsFor }: Line): string {
  if (waitsFor === null) return '';
  return waitsFor === 'contract'
    ? ' (contract: waits for --phase contract, until no older application runs)'
    : ` (waits behind ${waitsFor})`;
}

interface Section {
  readonly transaction: boolean;
  readonly statements: readonly { readonly sql: string }[];
}

interface Runnable {
  readonly name: string;
  readonly up: Section;
  readonly down: Section | null;
}

/** The files that would run, with their statements. */
export function formatRun(files: readonly Runnable[], direction: 'up' | 'down'): string {
  if (files.length === 0) return 'nothing to do\n';
  return files
    .map((file) => {
      const section = direction === 'up' ? file.up : file.down;
      const how = section?.transaction ? '' : ', outside a transaction';
      const lines = section?.statements.map(({ sql }) => `${sql};\n`) ?? [];
      return `-- ${file.name} (${direction}${how})\n${lines.join('')}`;
    })
    .join('\n');
}

/** The same as data. */
export function runJson(files: readonly Runnable[], direction: 'up' | 'down'): object {
  const sections = files.map((f) => (direction === 'up' ? f.up : f.down));
  return {
    files: files.map((f) => f.name),
    recorded: [],
    statements: sections.reduce((n, s) => n + (s?.statements.length ?? 0), 0),
    sql: sections.flatMap((s) => s?.statements.map((statement) => statement.sql) ?? []),
  };
}
