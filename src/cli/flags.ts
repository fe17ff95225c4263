import { type Args, type Flag } from './command.ts';
import { usage } from './parse.ts';

export const EXIT_CODE: Flag = { name: 'exit-code', help: 'exit 2 when there are changes' };
export const ALLOW: Flag = {
  name: 'allow',
  value: 'HAZARD[:OBJECT]',
  multiple: true,
  help: 'allow a destructive step by name: loses_data, or loses_data:public.users.note',
};
export const STRICT: Flag = { name: 'strict', help: 'exit 3 when something there is not managed' };
export const RENAME: Flag = {
  name: 'rename',
  value: 'KIND:OLD=NEW',
  multiple: true,
  help: 'write a former name into the manifest first: table:public.clients=customers, column:orders.sum=total',
};
export const NO_REHEARSE: Flag = {
  name: 'no-rehearse',
  help: 'do not try the plan and its undo in a scratch place first',
};
export const REHEARSE: Flag = {
  name: 'rehearse',
  help: 'try the plan and its undo in a scratch place (default on protected targets)',
};
export const PHASE: Flag = {
  name: 'phase',
  value: 'expand|contract',
  help: 'contract: take away what expanded columns stand for (default: expand)',
};
export const OUT_OF_ORDER: Flag = {
  name: 'out-of-order',
  help: 'on a protected target: run files that are older than an applied one, too',
};
export const ACCEPT_DRIFT: Flag = {
  name: 'accept-drift',
  help: 'on a protected target: go on though others have changed it',
};
export const TO: Flag = { name: 'to', value: 'VERSION', help: 'the last version' };
export const STEPS: Flag = { name: 'steps', value: 'N', help: 'how many files at most' };
export const DRY_RUN: Flag = {
  name: 'dry-run',
  help: 'tell what would run, statement by statement, and change nothing',
};

/** What `--phase` asks for. Throws usage findings. */
export function phaseOf(args: Args): 'expand' | 'contract' | undefined {
  const phase = args.text('phase');
  return phase === undefined ? undefined : oneOf(phase, ['expand', 'contract'], '--phase');
}

/** One of the words that a flag takes. Throws usage findings. */
export function oneOf<const T extends string>(value: string, allowed: readonly T[], flag: string): T {
  const found = allowed.find((a) => a === value);
  if (found === undefined) throw usage(`${flag} cannot be ${JSON.stringify(value)}`, `one of: ${allowed.join(', ')}`);
  return found;
}

/** A word that has to stand there. Throws usage findings. */
export function required(value: string | undefined, message: string, hint: string): string {
  if (value === undefined || value.trim() === '') throw usage(message, hint);
  return value;
}
