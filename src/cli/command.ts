import { type Answer, type Run } from '../workflows/run.ts';

/** A flag of a command, as `--help` shows it. */
export interface Flag {
  readonly name: string;
  /** What stands for its value in the help; absent for a switch. */
  readonly value?: string;
  readonly multiple?: true;
  readonly help: string;
}

/** The flags of one call: the last value of each, and all of those that may stand several times. */
export interface Args {
  readonly positionals: readonly string[];
  text(name: string): string | undefined;
  texts(name: string): readonly string[];
  on(name: string): boolean;
}

/** One command: all that the help, the parser and the dispatcher need. */
export interface Command {
  /** `plan`, `migrate up`. */
  readonly name: string;
  readonly summary: string;
  /** Words behind the name: `NAME`, `[DIR]`. */
  readonly operands?: string;
  readonly flags: readonly Flag[];
  readonly example: string;
  readonly formats?: readonly string[];
  /** True where the result itself is the output, so that task lists go to stderr. */
  readonly prints?: true;
  readonly run: (run: Run, args: Args) => Promise<Answer>;
}

/** The flags that every command has. */
export const COMMON: readonly Flag[] = [
  { name: 'target', value: 'NAME|URL', help: 'a target of the manifest, or any database URL' },
  { name: 'manifest', value: 'PATH', help: 'the manifest (default: dbops.yaml)' },
  { name: 'task', value: 'ID', help: 'name of the task log (default: DBOPS_TASK, else made)' },
  { name: 'format', value: 'FORMAT', help: 'text or json; json prints one document on stdout' },
  { name: 'yes', help: 'do not ask, and write over what is there' },
  { name: 'verbose', help: 'say more' },
  { name: 'help', help: 'this text' },
];
