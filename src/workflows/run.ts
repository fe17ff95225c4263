import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { CODES, type Code } from '../model/codes.ts';
import { type Diagnostic } from '../model/diagnostic.ts';
import { formatDiagnostics } from '../report/diagnostic.ts';
import { type Journal, openJournal, taskId } from '../tasklog/journal.ts';
import { type Output } from '../tasklog/workflow.ts';

/** What every verb gets: the flags that all have, the world around it, and its journal. */
export interface Run {
  readonly manifest: string;
  /** A target's name or a URL. */
  readonly target: string | undefined;
  readonly yes: boolean;
  readonly verbose: boolean;
  /** `text`, `json`, or what else the verb can be asked for. */
  readonly format: string;
  /** Whether text for people may be coloured. */
  readonly colour: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly output: Output;
  readonly journal: Journal;
  /** For people, beside the result: stderr. */
  readonly say: (text: string) => void;
  /** Asks a person for a yes; absent where nobody is there. */
  readonly ask?: ((question: string) => Promise<boolean>) | undefined;
}

/** What a caller may say about a run; everything has a default. */
export interface RunOptions {
  /** Path of dbops.yaml; default: the one in `cwd`. */
  readonly manifest?: string;
  readonly target?: string;
  readonly task?: string;
  readonly yes?: boolean;
  readonly verbose?: boolean;
  readonly format?: string;
  readonly colour?: boolean;
  /** Default: the environment of the process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly now?: Date;
  readonly signal?: AbortSignal;
  /** Default: `silent`. */
  readonly output?: Output;
  readonly say?: (text: string) => void;
  readonly ask?: ((question: string) => Promise<boolean>) | undefined;
}

/** One run of a command, with a journal that is empty yet. */
export function openRun(command: string, options: RunOptions = {}): Run {
  const { env = process.env, cwd = process.cwd(), now = new Date() } = options;
  const id = taskId(options.task ?? env.DBOPS_TASK, command, now, randomBytes(2).toString('hex'));
  return {
    manifest: resolve(cwd, options.manifest ?? 'dbops.yaml'),
    target: options.target,
    yes: options.yes ?? false,
    verbose: options.verbose ?? false,
    format: options.format ?? 'text',
    colour: options.colour ?? false,
    env,
    cwd,
    now,
    signal: options.signal ?? new AbortController().signal,
    output: options.output ?? 'silent',
    journal: openJournal(id, command, now),
    say: options.say ?? (() => undefined),
    ask: options.ask,
  };
}

/** What a verb has to say: text for people, data for programs, and how it ended. */
export interface Answer {
  readonly exit: number;
  readonly text: string;
  readonly json: unknown;
  /** One line for the task log. */
  readonly status: string;
}

/** Findings that keep a verb from going on. Warnings among them are shown too. */
export class Refusal extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics[0]?.message ?? 'refused');
    this.name = 'Refusal';
    this.diagnostics = diagnostics;
  }
}

/** The exit status that findings lead to: the first error's. */
export function exitOf(diagnostics: readonly Diagnostic[]): number {
  const first = diagnostics.find((d) => d.severity === 'error');
  return first === undefined ? 0 : CODES[first.code];
}

/** Throws the findings when there is an error among them. */
export function refuseErrors(diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.some((d) => d.severity === 'error')) throw new Refusal(diagnostics);
}

/** Tells people warnings, with their places. */
export function warn(run: Run, warnings: readonly Diagnostic[]): void {
  if (warnings.length > 0) run.say(formatDiagnostics(warnings, { colour: run.colour }));
}

/** An error finding without a place. */
export function finding(code: Code, message: string, hint?: string): Diagnostic {
  return { code, severity: 'error', message, ...(hint === undefined ? {} : { hint }) };
}
