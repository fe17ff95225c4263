import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { EXIT } from '../model/codes.ts';
import { DbopsError } from '../model/error.ts';
import { fileReason } from '../model/file-error.ts';
import { safeUrl } from '../model/url.ts';
import { doneSoFar, type Journal } from '../tasklog/journal.ts';
import { type Output } from '../tasklog/workflow.ts';
import { appendTask, type Outcome } from '../tasklog/writer.ts';
import { openRun, type Run } from '../workflows/run.ts';
import { type Args, type Command } from './command.ts';
import { COMMANDS } from './commands.ts';
import { type Failure, failureJson, failureOf, formatFailure, interruption, messageOf } from './failure.ts';
import { commandHelp, groupHelp, programHelp } from './help.ts';
import { parse } from './parse.ts';

/** The command line: runs one command, prints what it has to say, and sets the exit status. */
export async function main(argv: readonly string[]): Promise<void> {
  const abort = new AbortController();
  const onSignal = (): void => {
    if (abort.signal.aborted) process.exit(EXIT.partial);
    process.stderr.write('stopping; once more to stop at once\n');
    abort.abort();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal).on('SIGHUP', onSignal);
  // Whoever reads may leave (`| head -1`), which must not stop a migration; a result that cannot be written is a failure.
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    const lost = new DbopsError('file-error', `cannot write the result: ${fileReason(error)}`);
    process.exit(fail(lost, failureOf(lost), false));
  });
  process.on('uncaughtException', (error) => process.exit(fail(error, failureOf(error), asksForJson(argv))));
  process.exitCode = await execute(argv, abort.signal);
  process.off('SIGINT', onSignal).off('SIGTERM', onSignal).off('SIGHUP', onSignal);
}

async function execute(argv: readonly string[], signal: AbortSignal): Promise<number> {
  const [first, ...rest] = argv;
  if (first === undefined || ((first === '--help' || first === '-h' || first === 'help') && rest.length === 0)) {
    process.stdout.write(programHelp(COMMANDS));
    return first === undefined ? EXIT.usage : EXIT.done;
  }
  const group = groupAsked(argv);
  if (group.length > 0) {
    process.stdout.write(groupHelp(group));
    return EXIT.done;
  }
  if (first === '--version' || first === '-v' || first === 'version') {
    process.stdout.write(`dbops ${version()}\n`);
    return EXIT.done;
  }
  try {
    const { command, args } = await parse(first === 'help' ? [...rest, '--help'] : argv, COMMANDS);
    if (!args.on('help')) return await runCommand(command, args, argv, signal);
    process.stdout.write(commandHelp(command));
    return EXIT.done;
  } catch (error) {
    return fail(error, failureOf(error), asksForJson(argv));
  }
}

/** The commands of a group whose help is asked for: `migrate --help`, `help seed`; none when it is anything else. */
function groupAsked(argv: readonly string[]): readonly Command[] {
  const [word, ...others] = argv.filter((a) => !['help', '--help', '-h'].includes(a));
  if (word === undefined || others.length > 0 || argv.length === 1) return [];
  return COMMANDS.filter((c) => c.name.startsWith(`${word} `));
}

async function runCommand(command: Command, args: Args, argv: readonly string[], signal: AbortSignal): Promise<number> {
  const format = args.text('format') ?? 'text';
  const json = format === 'json';
  const target = args.text('target');
  const manifest = args.text('manifest');
  const task = args.text('task');
  const run = openRun(command.name, {
    ...(target === undefined ? {} : { target }),
    ...(manifest === undefined ? {} : { manifest }),
    ...(task === undefined ? {} : { task }),
    yes: args.on('yes'),
    verbose: args.on('verbose'),
    format,
    colour: mayColour(),
    signal,
    output: outputOf(command, format),
    say: (text) => void process.stderr.write(text),
    ask: mayAsk(args, format) ? (question) => ask(question, signal) : undefined,
  });
  const { journal } = run;
  let outcome: Outcome;
  let print: () => unknown;
  try {
    const answer = await command.run(run, args);
    outcome = { exit: answer.exit, status: answer.status };
    print = () => process.stdout.write(json ? `${JSON.stringify(answer.json, null, 2)}\n` : answer.text);
  } catch (error) {
    const failure = signal.aborted ? interruption(error, doneSoFar(journal), again(argv)) : failureOf(error);
    const { exit, diagnostics } = failure;
    outcome = { exit, status: `${exit === EXIT.partial ? 'stopped' : 'failed'}: ${diagnostics[0]?.message}` };
    print = () => fail(error, failure, json);
  }
  await writeLog(run, journal, outcome);
  print();
  return outcome.exit;
}

/** A person is there: a terminal on both sides, and nobody has said that all questions are answered. */
function mayAsk(args: Args, format: string): boolean {
  return (
    Boolean(process.stdin.isTTY && process.stderr.isTTY) && !process.env.CI && !args.on('yes') && format !== 'json'
  );
}

async function ask(question: string, signal: AbortSignal): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await lines.question(question, { signal })).trim());
  } finally {
    lines.close();
  }
}

/** Live lists are for a terminal that shows nothing else: not in CI, not where stdout carries data. */
function outputOf(command: Command, format: string): Output {
  if (format === 'json') return 'silent';
  const live = process.stdout.isTTY && !process.env.CI && !command.prints && format === 'text';
  return live ? 'live' : 'plain';
}

async function writeLog(run: Run, journal: Journal, outcome: Outcome): Promise<void> {
  const dir = journal.dir ?? (existsSync(run.manifest) ? join(dirname(run.manifest), '.tasks') : null);
  if (dir === null) return;
  await appendTask(dir, journal, outcome, new Date()).catch((error: unknown) => {
    process.stderr.write(`warning: the task log cannot be written: ${messageOf(error)}\n`);
  });
}

/** Says what went wrong, as text or as JSON, and gives the exit status. */
function fail(error: unknown, failure: Failure, json: boolean): number {
  if (json) process.stdout.write(`${JSON.stringify(failureJson(failure), null, 2)}\n`);
  else process.stderr.write(formatFailure(failure, { colour: mayColour() }));
  if (process.env.DBOPS_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return failure.exit;
}

function asksForJson(argv: readonly string[]): boolean {
  return argv.some((a, i) => a === '--format=json' || (a === '--format' && argv[i + 1] === 'json'));
}

function mayColour(): boolean {
  return process.stderr.isTTY === true && !process.env.NO_COLOR;
}

/** The same call, to be typed again: without passwords. */
function again(argv: readonly string[]): string {
  const words = argv.map((a) => (a.includes('://') ? safeUrl(a) : a));
  return `dbops ${words.map((w) => (/^[\w.:/@=+,-]+$/.test(w) ? w : `'${w.replaceAll("'", "'\\''")}'`)).join(' ')}`;
}

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
