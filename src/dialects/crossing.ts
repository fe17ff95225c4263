import {
  type Check,
  type Column,
  type ForeignKey,
  type Index,
  type SchemaObject,
  type Table,
  type View,
} from '../model/object.ts';
import { type LockMode, type StepDraft } from '../model/step.ts';
import { type Sync } from '../model/sync.ts';
import { type ServerInfo } from './dialect.ts';

/** What lets columns stand for each other while applications of both versions are at work. */
export interface CrossingSql {
  /** The functions and triggers of a sync. */
  sync(sync: Sync): readonly SchemaObject[];
  readonly formerName: FormerNameSql;
  /** How keys and counters go from former columns to new ones; absent where they cannot. */
  readonly keys?: KeyCrossingSql;
  /** Absent where a transaction holds statements together. */
  readonly apart?: {
    /** Whether the server refuses another name for a column that the object, by its expression, speaks of. */
    binds(object: Check | Index, server: ServerInfo): boolean;
    /** Gives columns of a table other names, all in one moment; checks go in it, and come back, not enforced yet. */
    swap(table: Table, renames: readonly (readonly [from: string, to: string])[], bound: Bound): StepDraft;
    /** What lets nobody write to a table until the other has run. */
    hold(table: Table): readonly [first: StepDraft, last: StepDraft];
  };
}

/** Checks that cannot be there while columns get other names, and those of them that come back at once. */
export interface Bound {
  readonly gone: readonly Check[];
  readonly back: readonly Check[];
}

/** How a table is found under its former name, too. */
export interface FormerNameSql {
  /** The options of the view that has the former name. */
  options?(server: ServerInfo): Readonly<Record<string, string>> | undefined;
  /** What a view does not do that a table does. */
  readonly lost: string;
  /**
   * Absent where a transaction holds statements together. Else: an empty table of the new name, the view over it under another name, all
   * three names changed in one moment, and the empty table gone.
   */
  standIn?(
    former: Table,
    table: Table,
    view: View,
    names: { readonly table: string; readonly view: string },
  ): readonly [place: StepDraft, view: StepDraft, change: StepDraft, last: StepDraft];
}

export interface KeyCrossingSql {
  /**
   * Locks tables one right after the other. Whoever holds one and waits for the next gives way before the server looks for a
   * deadlock: it could be an application that it ends.
   */
  lock(tables: readonly Table[], mode: LockMode): StepDraft;
  /** Take away what has been built, if it is there. */
  withoutForeignKey(key: ForeignKey): string;
  withoutIndex(index: Index): string;
  /** Gives a foreign key that is built already the place and the name of another. */
  handOver(former: ForeignKey, built: ForeignKey): readonly StepDraft[];
  /** Makes an index the table's primary key; taken back, the foreign keys that refer to it go. */
  primaryKey(table: Table, index: Index, pointing: readonly ForeignKey[]): readonly StepDraft[];
  /** Gives a column the identity of another one, which loses it, and counts on where that stood. */
  identity(table: Table, from: Column, to: Column): readonly StepDraft[];
}
