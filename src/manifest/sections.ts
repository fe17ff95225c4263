import { type Kind } from '../model/object.ts';

/** How a kind that is written field by field stands in the YAML: keys are the model's fields in snake_case. */
export interface Section {
  readonly kind: Kind;
  /** The field that a bare string stands for. */
  readonly short?: string;
  /** The key names argument types: `add(integer, integer)`. */
  readonly signed?: true;
  /** Lives outside schemas. */
  readonly global?: true;
  /** Lists of named things, written as maps: field → the field of each that a bare string stands for. */
  readonly named?: Readonly<Record<string, string>>;
  /** Values that mean the server's own choice. */
  readonly usual?: Readonly<Record<string, string>>;
  /** The key is two fields with a word between them: `integer as text`. */
  readonly pair?: { readonly word: string; readonly fields: readonly [string, string] };
  /** Fields that the section itself says. */
  readonly fixed?: Readonly<Record<string, unknown>>;
  /** Fields that hold SQL. */
  readonly texts: readonly string[];
}

const ROUTINE = {
  kind: 'function',
  signed: true,
  usual: { volatility: 'volatile', parallel: 'unsafe' },
  texts: ['signature', 'arguments', 'returns', 'language', 'sqlBody'],
} as const;

/** Top-level keys of a schema file. */
export const SECTIONS = {
  collations: { kind: 'collation', short: 'definition', texts: [] },
  domains: {
    kind: 'domain',
    short: 'type',
    named: { checks: 'expression' },
    texts: ['type', 'default'],
  },
  composites: { kind: 'composite', named: { attributes: 'type' }, texts: [] },
  ranges: { kind: 'range', short: 'definition', texts: ['definition'] },
  functions: ROUTINE,
  procedures: { ...ROUTINE, fixed: { procedure: true } },
  aggregates: { kind: 'aggregate', short: 'definition', signed: true, texts: ['definition', 'signature'] },
  operators: { kind: 'operator', short: 'definition', signed: true, texts: ['definition', 'signature'] },
  operator_families: { kind: 'operator_family', signed: true, texts: ['members'] },
  operator_classes: { kind: 'operator_class', signed: true, texts: ['type', 'family', 'storage', 'members'] },
  casts: {
    kind: 'cast',
    global: true,
    pair: { word: 'as', fields: ['source', 'target'] },
    usual: { context: 'explicit' },
    texts: ['source', 'target', 'function'],
  },
  roles: { kind: 'role', global: true, texts: [] },
  languages: { kind: 'language', short: 'definition', global: true, texts: ['definition'] },
  transforms: {
    kind: 'transform',
    short: 'definition',
    global: true,
    pair: { word: 'for', fields: ['type', 'language'] },
    texts: ['type', 'language', 'definition'],
  },
  conversions: { kind: 'conversion', short: 'definition', texts: ['definition'] },
  access_methods: { kind: 'access_method', short: 'definition', global: true, texts: ['definition'] },
  foreign_data_wrappers: { kind: 'foreign_data_wrapper', global: true, texts: ['handler', 'validator'] },
  foreign_servers: { kind: 'foreign_server', global: true, texts: ['wrapper'] },
  user_mappings: { kind: 'user_mapping', global: true, pair: { word: 'for', fields: ['user', 'server'] }, texts: [] },
  text_search_parsers: { kind: 'text_search_parser', short: 'definition', texts: ['definition'] },
  text_search_templates: { kind: 'text_search_template', short: 'definition', texts: ['definition'] },
  text_search_dictionaries: { kind: 'text_search_dictionary', short: 'definition', texts: ['definition'] },
  text_search_configurations: {
    kind: 'text_search_configuration',
    usual: { parser: 'default' },
    texts: ['parser', 'mappings'],
  },
  materialized_views: { kind: 'materialized_view', short: 'query', texts: ['query'] },
  statistics: { kind: 'statistics', short: 'definition', texts: ['definition'] },
  events: { kind: 'event', texts: ['schedule', 'execute'] },
  publications: { kind: 'publication', global: true, texts: ['tables'] },
  subscriptions: { kind: 'subscription', global: true, texts: [] },
  event_triggers: { kind: 'event_trigger', global: true, texts: ['execute'] },
} as const satisfies Readonly<Record<string, Section>>;

/** Keys of a table (and, where it can have them, of a view). */
export const MEMBER_SECTIONS = {
  exclusions: { kind: 'exclusion', short: 'definition', texts: ['definition'] },
  triggers: { kind: 'trigger', usual: { forEach: 'statement' }, texts: ['execute', 'when', 'from'] },
  policies: { kind: 'policy', usual: { command: 'all' }, texts: ['using', 'check'] },
  rules: { kind: 'rule', short: 'definition', texts: ['definition'] },
} as const satisfies Readonly<Record<string, Section>>;

const ALL: readonly Section[] = [...Object.values(SECTIONS), ...Object.values(MEMBER_SECTIONS)];

/** The SQL texts of an object of such a kind: what may mention other objects. */
export function sectionTexts(object: { readonly kind: Kind }): string[] | null {
  const section = ALL.find((s) => s.kind === object.kind);
  if (section === undefined) return null;
  const fields = object as unknown as Readonly<Record<string, unknown>>;
  const named = Object.entries(section.named ?? {}).flatMap(([field, short]) =>
    ((fields[field] ?? []) as readonly Record<string, string>[]).map((item) => item[short] ?? ''),
  );
  return [...section.texts.flatMap((field) => textsIn(fields[field])), ...named];
}

/** A text, or those that a list or a map holds, its keys too. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.entries(value).flat().flatMap(textsIn) : [];
}
