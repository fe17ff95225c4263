import { type SchemaObject, type Table } from '../model/object.ts';
import { type StepDraft } from '../model/step.ts';
import { type Sync } from '../model/sync.ts';

/** What lets columns stand for each other while applications of both versions are at work. */
export interface CrossingSql {
  /** The functions and triggers of a sync. */
  sync(sync: Sync): readonly SchemaObject[];
  /** Absent where a transaction holds statements together. */
  readonly apart?: {
    /** Gives columns of a table other names, all in one moment. */
    swap(table: Table, renames: readonly (readonly [from: string, to: string])[]): StepDraft;
    /** What lets nobody write to a table until the other has run. */
    hold(table: Table): readonly [first: StepDraft, last: StepDraft];
  };
}
