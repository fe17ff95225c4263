import { type Base } from './object.ts';

export interface ForeignDataWrapper extends Base {
  readonly kind: 'foreign_data_wrapper';
  readonly handler?: string;
  readonly validator?: string;
  readonly options?: Readonly<Record<string, string>>;
}

/** Options that are secrets are not among the options, here and in user mappings. */
export interface ForeignServer extends Base {
  readonly kind: 'foreign_server';
  readonly wrapper: string;
  readonly type?: string;
  readonly version?: string;
  readonly options?: Readonly<Record<string, string>>;
}

export interface UserMapping extends Base {
  readonly kind: 'user_mapping';
  /** A role, or `public`. */
  readonly user: string;
  readonly server: string;
  readonly options?: Readonly<Record<string, string>>;
}
