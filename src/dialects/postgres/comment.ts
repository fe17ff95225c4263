import { type ObjectId } from '../../model/id.ts';
import { type Lock, type StepDraft } from '../../model/step.ts';
import { NO_LOCKS } from './locks.ts';
import { quote } from './quote.ts';

/** `COMMENT ON <target> IS …`; `target` is quoted SQL such as `TABLE public.users`. */
export function commentOn(target: string, comment: string | undefined): string {
  return `COMMENT ON ${target} IS ${quote.literal(comment ?? null)}`;
}

/** The comment of something that a step just before it has made, and whose undo takes it along. */
export function firstComment(target: string, comment: string | undefined, id: ObjectId): StepDraft[] {
  if (comment === undefined) return [];
  return [{ sql: commentOn(target, comment), undo: [], needs: [id], locks: NO_LOCKS }];
}

/** The statements that give back a comment to something that an undo has made again. */
export function commentAgain(target: string, comment: string | undefined): string[] {
  return comment === undefined ? [] : [commentOn(target, comment)];
}

export function changedComment(
  target: string,
  before: string | undefined,
  after: string | undefined,
  id: ObjectId,
  locks: readonly Lock[] = NO_LOCKS,
): StepDraft[] {
  if (before === after) return [];
  return [{ sql: commentOn(target, after), undo: [commentOn(target, before)], needs: [id], locks }];
}
