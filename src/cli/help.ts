import { COMMON, type Command, type Flag } from './command.ts';

/** The help of the program: every command with its summary. */
export function programHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((c) => c.name.length));
  return [
    'dbops: declarative schema, migrations, index policies, advice and seeds for PostgreSQL and MySQL/MariaDB',
    '',
    'usage: dbops <command> [flags]',
    '',
    ...commands.map((c) => `  ${c.name.padEnd(width)}  ${c.summary}`),
    '',
    'flags of every command:',
    ...flagLines(COMMON),
    '',
    'example:',
    '  dbops init && dbops apply',
    '',
    'dbops <command> --help tells more; exit codes: 0 done, 1 failed, 2 changes or drift, 3 refused, 4 locked, 5 stopped part-way, 6 history mismatch, 64 usage',
    '',
  ].join('\n');
}

/** The help of commands that share their first word: `migrate`, `seed`, `policy`. */
export function groupHelp(group: readonly Command[]): string {
  const width = Math.max(...group.map((c) => c.name.length));
  const [word = ''] = group[0]?.name.split(' ') ?? [];
  return [
    `usage: dbops ${word} <what> [flags]`,
    '',
    ...group.map((c) => `  ${c.name.padEnd(width)}  ${c.summary}`),
    '',
    'examples:',
    ...group.map((c) => `  ${c.example}`),
    '',
    `dbops ${word} <what> --help tells more`,
    '',
  ].join('\n');
}

/** The help of one command, with an example. */
export function commandHelp(command: Command): string {
  const operands = command.operands === undefined ? '' : ` ${command.operands}`;
  return [
    `dbops ${command.name}: ${command.summary}`,
    '',
    `usage: dbops ${command.name}${operands} [flags]`,
    '',
    ...(command.flags.length > 0 ? ['flags:', ...flagLines(command.flags), ''] : []),
    'flags of every command:',
    ...flagLines(
      COMMON.map((f) =>
        f.name === 'format' && command.formats ? { ...f, help: `${f.help}; also ${command.formats.join(', ')}` } : f,
      ),
    ),
    '',
    'example:',
    `  ${command.example}`,
    '',
  ].join('\n');
}

function flagLines(flags: readonly Flag[]): string[] {
  const head = (f: Flag): string => `--${f.name}${f.value === undefined ? '' : ` ${f.value}`}`;
  const width = Math.max(...flags.map((f) => head(f).length));
  return flags.map((f) => `  ${head(f).padEnd(width)}  ${f.help}`);
}
