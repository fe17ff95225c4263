import { type Diagnostic, type Span } from './diagnostic.ts';
import { type ObjectId } from './id.ts';
import { type SchemaObject } from './object.ts';
import { type OnlineTable } from './online.ts';
import { type OnlineCopies } from './online-copy.ts';
import { type PolicySet } from './policy.ts';
import { type SeedSet } from './seed.ts';

export type DialectName = 'postgres' | 'mysql';

export interface Target {
  readonly name: string;
  /** May hold a password: print it only through `safeUrl`. */
  readonly url: string;
  readonly protected: boolean;
  /** Where expressions are spelled when the target itself cannot serve: a database that may be wiped. */
  readonly dev?: string;
  /** A URL that no target has stands for the default target: what is meant for that one goes here. */
  readonly standsFor?: string;
}

/** What dbops manages. Globs match `schema` and `schema.object` (PostgreSQL) or `object` (MySQL). */
export interface Scope {
  readonly schemas: readonly string[];
  /** The manifest lists no schemas: what others there are is told of. */
  readonly implied?: true;
  readonly ignore: readonly string[];
  /** Names or globs of roles or accounts whose ownership and privileges are managed; none when absent. */
  readonly roles?: readonly string[];
  /** PostgreSQL: names or globs of roles that are managed themselves, attributes and memberships; none when absent. */
  readonly ownRoles?: readonly string[];
  /**
   * MySQL: who defines stored code and views that name no definer. `keep`, which is usual: whoever does, and for what is new whoever
   * applies; `current_user`: whoever applies; else an account.
   */
  readonly definer?: string;
  /** MySQL: tables whose counters are declared, so that they are read. */
  readonly counters?: readonly string[];
  /** The layout of the migrations: what it remembers them in is its own. */
  readonly layout?: string;
  /** Names that are usual for the bookkeeping of migration tools, and that are managed like others: they are declared. */
  readonly peers?: readonly string[];
}

export interface Safety {
  /** ms */
  readonly lockTimeout: number;
  /** It is the manifest's own word, and not what is usual. */
  readonly ownLockTimeout?: boolean;
  /** ms */
  readonly statementTimeout: number;
  /** ms to wait for another run on the same target; of many that start at once each then finds its turn. */
  readonly runTimeout: number;
  /** ms that dropped tables and columns are kept aside; absent: they are dropped. */
  readonly keepDropped?: number;
  /** MySQL, MariaDB: who copies large tables in the server's place; absent: nobody. */
  readonly online?: OnlineCopies;
}

/** Everything that the YAML declares, lowered; `desired` is in the canonical form of `SchemaObject`. */
export interface Manifest {
  /** Absolute path of dbops.yaml, and its folder: every other path in the manifest is relative to it. */
  readonly file: string;
  readonly dir: string;
  readonly name: string;
  readonly dialect: DialectName;
  readonly targets: readonly Target[];
  readonly defaultTarget: string | undefined;
  readonly scope: Scope;
  /** `runner`: the tool that runs the files in the place of dbops. */
  readonly migrations: { readonly dir: string; readonly layout: string; readonly runner?: string };
  readonly safety: Safety;
  readonly tasks: { readonly dir: string };
  /** Absolute paths of the schema files. */
  readonly schemaFiles: readonly string[];
  readonly desired: Desired;
  readonly policies: PolicySet;
  readonly seeds: readonly SeedSet[];
}

/** Whether what changes while both versions are at work is begun, or ended. */
export type Phase = 'expand' | 'contract';

export interface Desired {
  readonly objects: readonly SchemaObject[];
  /** What is to change while applications of both versions are at work; absent: nothing. */
  readonly online?: readonly OnlineTable[];
  readonly places: Places;
}

/**
 * Where each thing stands in the YAML. Keys: an object's id, or `id#path` with the model's own field names
 * (`table:public.orders#columns.total.default`, `check:public.orders.positive#expression`).
 */
export interface Places {
  get(key: string): Span | undefined;
}

/** The most exact place known for a path within an object: the path itself, else its parents, else the object. */
export function placeOf(places: Places, id: ObjectId, path = ''): Span | undefined {
  for (let p = path; p !== ''; p = p.includes('.') ? p.slice(0, p.lastIndexOf('.')) : '') {
    const span = places.get(`${id}#${p}`);
    if (span !== undefined) return span;
  }
  return places.get(id);
}

/** A manifest, or the findings that keep it from being one. Warnings may accompany a manifest. */
export interface Loaded {
  readonly manifest: Manifest | null;
  readonly diagnostics: readonly Diagnostic[];
  /** Absolute folder of the task logs; null when dbops.yaml itself cannot be read. */
  readonly tasks: string | null;
}
