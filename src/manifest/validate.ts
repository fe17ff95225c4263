import { Ajv, type ErrorObject } from 'ajv';
import { byPlace, type Diagnostic, type Span } from '../model/diagnostic.ts';
import { didYouMean } from './did-you-mean.ts';
import { nameOf } from './key-order.ts';
import { type Parsed, pointerPart } from './located.ts';
import dbops from './schemas/dbops.schema.json' with { type: 'json' };
import policies from './schemas/policies.schema.json' with { type: 'json' };
import schema from './schemas/schema.schema.json' with { type: 'json' };
import seeds from './schemas/seeds.schema.json' with { type: 'json' };

export type FileKind = 'dbops' | 'schema' | 'policies' | 'seeds';

const ajv = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true, strict: false });
const SCHEMAS: Readonly<Record<FileKind, object>> = { dbops, schema, policies, seeds };

/** Everything in a file that its JSON Schema forbids, in the order of the file. */
export function validateFile(kind: FileKind, parsed: Parsed): Diagnostic[] {
  // Ajv remembers what it has compiled.
  const validator = ajv.compile(SCHEMAS[kind]);
  if (validator(parsed.data)) return [];
  const misspelled = new Set<string>();
  const found = (validator.errors ?? []).map((error) => diagnosticOf(error, parsed, misspelled));
  return found
    .filter(
      (d, i) => !misspelled.has(lacking(validator.errors?.[i])) && found.findIndex((f) => sameFinding(f, d)) === i,
    )
    .sort(byPlace);
}

/** One finding at one place, though several aliases lead there. */
function sameFinding(a: Diagnostic, b: Diagnostic): boolean {
  const place = (d: Diagnostic): string => `${d.code} ${d.hint} ${d.at?.line}:${d.at?.column}:${d.at?.length}`;
  return a === b || (a.at !== undefined && a.code !== 'missing-key' && place(a) === place(b));
}

/** What a map lacks, as a pointer; a key that was only misspelled is not said to be missing too. */
function lacking(error: ErrorObject | undefined): string {
  return error?.keyword === 'required' ? `${error.instancePath}/${String(error.params.missingProperty)}` : '';
}

function diagnosticOf(error: ErrorObject, parsed: Parsed, misspelled: Set<string>): Diagnostic {
  const { keyword, instancePath, params, parentSchema } = error;
  const what = described(instancePath);
  const make = (code: Diagnostic['code'], message: string, at: Span | undefined, hint?: string): Diagnostic => ({
    code,
    severity: 'error',
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(at === undefined ? {} : { at }),
  });
  switch (keyword) {
    case 'additionalProperties': {
      const key = String(params.additionalProperty);
      const known = Object.keys((parentSchema?.properties as object | undefined) ?? {});
      const meant = didYouMean(key, known);
      if (meant !== undefined) misspelled.add(`${instancePath}/${meant}`);
      const hint = meant === undefined ? `known keys: ${known.join(', ')}` : `did you mean ${JSON.stringify(meant)}?`;
      const at = parsed.keyAt(`${instancePath}/${pointerPart(key)}`);
      return make('unknown-key', `unknown key ${JSON.stringify(key)} in ${what}`, at, hint);
    }
    case 'type': {
      const types = [params.type as string | string[]].flat().map((t) => TYPE_NAMES[t] ?? t);
      return make(
        'wrong-type',
        `${what} must be ${types.join(' or ')}, not ${kindOf(error.data)}`,
        parsed.at(instancePath),
        typeHint([params.type as string | string[]].flat(), error.data),
      );
    }
    case 'required': {
      const key = String(params.missingProperty);
      return make('missing-key', `${what} lacks ${JSON.stringify(key)}`, parsed.keyAt(instancePath), `add ${key}: …`);
    }
    case 'enum': {
      const allowed = (params.allowedValues as unknown[]).map(String);
      const meant = allowed.length === 1 ? undefined : didYouMean(String(error.data), allowed);
      const hint =
        meant === undefined
          ? `${allowed.length === 1 ? 'it is' : 'one of:'} ${allowed.join(', ')}`
          : `did you mean ${JSON.stringify(meant)}? (${allowed.join(', ')})`;
      return make('invalid-value', `${what} cannot be ${shown(error.data)}`, parsed.at(instancePath), hint);
    }
    case 'pattern':
      return make(
        'invalid-value',
        `${what} cannot be ${shown(error.data)}`,
        parsed.at(instancePath),
        hintOf(parentSchema) ?? `it must match ${String(params.pattern)}`,
      );
    case 'minimum':
      return make(
        'invalid-value',
        `${what} must be at least ${params.limit}, not ${shown(error.data)}`,
        parsed.at(instancePath),
      );
    case 'minItems':
      return make('invalid-value', `${what} needs at least ${params.limit} of them`, parsed.at(instancePath));
    case 'minLength':
    case 'minProperties':
      return make('invalid-value', `${what} cannot be empty`, parsed.at(instancePath), hintOf(parentSchema));
    case 'maxItems':
      return make('invalid-value', `${what} has more than ${params.limit} items`, parsed.at(instancePath));
    default:
      return make('invalid-value', `${what} ${error.message ?? 'is not valid'}`, parsed.at(instancePath));
  }
}

/** What the schema says that the key is for. */
function hintOf(parentSchema: ErrorObject['parentSchema']): string | undefined {
  const text: unknown = parentSchema?.description;
  return typeof text === 'string' ? `${text.charAt(0).toLowerCase()}${text.slice(1).replace(/\.$/, '')}` : undefined;
}

function typeHint(types: readonly string[], value: unknown): string | undefined {
  if (value === null) return 'write what belongs there, or take the line out';
  if (types.includes('array') && typeof value === 'string') return `write a list: [${value}]`;
  if (types.includes('boolean') && typeof value === 'string') return 'write true or false, without quotes';
  if (types.includes('object') && Array.isArray(value)) return 'write names as keys, without a dash before them';
  if (types.includes('string') && (typeof value === 'number' || typeof value === 'boolean')) {
    return `if the text is meant, put it in quotes: "${value}"`;
  }
  return undefined;
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  object: 'a map',
  array: 'a list',
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  null: 'empty',
};

function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return typeof value === 'string' ? `the text ${shown(value)}` : shown(value);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function described(pointer: string): string {
  if (pointer === '') return 'this file';
  return nameOf(pointer)
    .slice(1)
    .split('/')
    .map((p) => p.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');
}
