/** Words for a type, with two defaults of it. */
export const TYPES: readonly (readonly [string, string, string])[] = [
  ['integer', '7', '(-1)'],
  ['bigint', '7', '1 + 1'],
  ['text', "'x'", "'it''s' || 'y'"],
  ['character varying(20)', "'x'", "upper('y')"],
  ['character varying(40)', "'x'", "'z'"],
  ['numeric(10,2)', '0', '1.50'],
  ['timestamp with time zone', 'now()', "'2020-01-01 00:00:00+00'"],
  ['date', 'current_date', "'2020-01-01'"],
  ['boolean', 'true', 'false'],
  ['jsonb', "'{}'", '\'{"a": 1}\''],
  ['uuid', 'gen_random_uuid()', "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"],
  ['text[]', "'{}'", "array['a', 'b']"],
  ['interval', "'1 day'", "'2 hours'"],
  ['double precision', '0.5', "'NaN'"],
];

/** What an id may be; keys that refer to it are of the type without the rest. */
export const ID_TYPES = ['integer', 'bigint', 'uuid', 'text', 'integer generated always as identity', 'bigserial'];
