import { type Base } from './object.ts';

/** A name and what CREATE says after it. */
export interface Defined extends Base {
  readonly definition: string;
}

export interface TextSearchParser extends Defined {
  readonly kind: 'text_search_parser';
}

export interface TextSearchTemplate extends Defined {
  readonly kind: 'text_search_template';
}

export interface TextSearchDictionary extends Defined {
  readonly kind: 'text_search_dictionary';
}

export interface TextSearchConfiguration extends Base {
  readonly kind: 'text_search_configuration';
  /** Absent for the server's own. */
  readonly parser?: string;
  /** Token type → dictionaries: `asciiword: public.short, english_stem`. */
  readonly mappings?: Readonly<Record<string, string>>;
}
