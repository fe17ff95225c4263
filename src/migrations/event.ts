import { type MigrationFile } from './file.ts';

export type Direction = 'up' | 'down';

/** What happens during a run, as it happens: for the terminal and the task log. Times in ms; `index` counts from 1. */
export type MigrationEvent =
  | {
      readonly type: 'file';
      readonly file: MigrationFile;
      readonly direction: Direction;
      readonly index: number;
      readonly of: number;
      /** `adopted`: another tool ran it · `baselined`: declared as done · `forgotten`: another tool took it back. */
      readonly status: 'started' | 'done' | 'adopted' | 'baselined' | 'forgotten';
      readonly ms: number;
    }
  | {
      readonly type: 'statement';
      readonly file: MigrationFile;
      readonly direction: Direction;
      readonly line: number;
      readonly index: number;
      readonly of: number;
      readonly sql: string;
      /** `settled`: an earlier, interrupted run had done it. */
      readonly status: 'started' | 'done' | 'settled' | 'failed';
      readonly ms: number;
    }
  | {
      readonly type: 'rows';
      readonly file: MigrationFile;
      /** Rows of the table that a backfill has gone through, and how many there are by the server's estimate. */
      readonly done: number;
      readonly of: number;
      /** Why it waits. */
      readonly waits: string | null;
    }
  | {
      /** A line that a program says which changes a table in the server's place. */
      readonly type: 'program';
      readonly file: MigrationFile;
      readonly text: string;
    }
  | {
      readonly type: 'wait';
      readonly file: MigrationFile;
      readonly attempt: number;
      readonly of: number;
      readonly ms: number;
      readonly message: string;
      /** Who was in the way, in people's words. */
      readonly blockers: readonly string[];
    };
