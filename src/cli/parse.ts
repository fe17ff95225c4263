import { parseArgs } from 'node:util';
import { Refusal } from '../workflows/run.ts';
import { type Args, COMMON, type Command, type Flag } from './command.ts';

/** One call of the program, understood. */
export interface Call {
  readonly command: Command;
  readonly args: Args;
}

/** Finds the command among the words and reads its flags, which may stand before or behind it. Throws usage findings. */
export async function parse(argv: readonly string[], commands: readonly Command[]): Promise<Call> {
  const known = [...COMMON, ...commands.flatMap((c) => c.flags)];
  const { tokens } = parseArgs({
    args: argv.map((a) => (a === '-h' ? '--help' : a)),
    options: Object.fromEntries(known.map((f) => [f.name, { type: typeOf(f), multiple: true }])),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const words = tokens.flatMap((t) => (t.kind === 'positional' ? [t.value] : []));
  const command =
    commands.find((c) => c.name === words.slice(0, 2).join(' ')) ?? commands.find((c) => c.name === words[0]);
  if (command === undefined) throw await unknownCommand(words, commands);
  const help = `see: dbops ${command.name} --help`;
  const flags = [...COMMON, ...command.flags];
  const values = new Map<string, (string | true)[]>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const flag = flags.find((f) => f.name === token.name);
    if (flag === undefined) throw await unknownFlag(token.rawName, command, flags);
    const { value } = token;
    if (flag.value === undefined) {
      if (value !== undefined) throw usage(`--${flag.name} takes no value`, help);
    } else if (value === undefined || (!token.inlineValue && value.startsWith('--'))) {
      throw usage(`--${flag.name} needs a value: --${flag.name} ${flag.value}`, help);
    }
    values.set(flag.name, [...(values.get(flag.name) ?? []), value ?? true]);
  }
  const repeated = flags.find((f) => !f.multiple && f.value !== undefined && (values.get(f.name)?.length ?? 0) > 1);
  if (repeated !== undefined) throw usage(`--${repeated.name} stands twice`, 'give it once');
  const positionals = words.slice(command.name.split(' ').length);
  const allowed = command.operands?.split(' ').length ?? 0;
  const extra = positionals[allowed];
  if (extra !== undefined) throw usage(`${command.name} takes no ${JSON.stringify(extra)}`, help);
  const texts = (name: string): string[] => (values.get(name) ?? []).filter((v) => v !== true);
  const format = texts('format')[0];
  const formats = ['text', 'json', ...(command.formats ?? [])];
  if (format !== undefined && !formats.includes(format)) {
    throw usage(`${command.name} has no format ${JSON.stringify(format)}`, `one of: ${formats.join(', ')}`);
  }
  return { command, args: { positionals, text: (name) => texts(name).at(-1), texts, on: (name) => values.has(name) } };
}

/** Bad usage, with what to type instead. */
export function usage(message: string, hint: string): Refusal {
  return new Refusal([{ code: 'usage', severity: 'error', message, hint }]);
}

function typeOf(flag: Flag): 'boolean' | 'string' {
  return flag.value === undefined ? 'boolean' : 'string';
}

async function unknownCommand(words: readonly string[], commands: readonly Command[]): Promise<Refusal> {
  const [word = '', next] = words;
  const group = commands.filter((c) => c.name.startsWith(`${word} `));
  if (group.length > 0) {
    const parts = group.map((c) => c.name.slice(word.length + 1));
    const choice = `one of: dbops ${word} ${parts.join(', ')}`;
    if (next === undefined) return usage(`${word} needs to know what to do`, choice);
    const meant = await nearest(next, parts);
    const hint = meant === undefined ? choice : `did you mean: dbops ${word} ${meant}?`;
    return usage(`${word} has no ${JSON.stringify(next)}`, hint);
  }
  if (word === '') return usage('no command is given', 'see: dbops --help');
  const meant = await nearest(word, [...new Set(commands.map((c) => c.name.split(' ')[0] ?? ''))]);
  const hint = meant === undefined ? 'see: dbops --help' : `did you mean: dbops ${meant}?`;
  return usage(`there is no command ${JSON.stringify(word)}`, hint);
}

async function unknownFlag(raw: string, command: Command, flags: readonly Flag[]): Promise<Refusal> {
  const meant = await nearest(
    raw.replace(/^-+/, ''),
    flags.map((f) => f.name),
  );
  const hint = meant === undefined ? `see: dbops ${command.name} --help` : `did you mean --${meant}?`;
  return usage(`${command.name} has no flag ${raw}`, hint);
}

/** Loaded only when it is needed: it compiles the manifest's schemas. */
async function nearest(word: string, known: readonly string[]): Promise<string | undefined> {
  return (await import('../manifest/did-you-mean.ts')).didYouMean(word, known);
}
