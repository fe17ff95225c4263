import { type Kind, type SchemaObject, type Table } from '../../model/object.ts';
import { isSecret, secretsIn, withoutSecrets } from '../../model/secret-options.ts';
import { MEMBER_SECTIONS, SECTIONS, type Section } from '../sections.ts';
import { lowerIndexes, type MembersYaml } from './members.ts';
import { add, declared, entries, inOrder, type Lowering, report, splitName, under } from './scope.ts';
import { routineArguments, signatureOf } from './signature.ts';

type Fields = Readonly<Record<string, unknown>>;
type SectionYaml = Readonly<Record<string, unknown>> | undefined;

const camel = (key: string): string => key.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

const MYSQL = new Set<Kind>(['function', 'event']);

/** The objects of the sections that are written field by field. */
export function lowerSections(lowering: Lowering, yaml: Readonly<Record<string, unknown>>): void {
  for (const [key, section] of Object.entries(SECTIONS) as [string, Section][]) {
    for (const [name, value] of declared(yaml[key] as SectionYaml)) {
      const at = under('', key, name);
      if (lowering.dialect !== 'postgres' ? !MYSQL.has(section.kind) : section.kind === 'event') {
        const [product, other] = lowering.dialect === 'mysql' ? ['MySQL', 'postgres'] : ['PostgreSQL', 'mysql'];
        const hint = `take them out, or set dialect: ${other}`;
        report(lowering, 'unsupported-kind', `${product} has no ${key}`, lowering.parsed.keyAt(`/${key}`), hint);
        break;
      }
      const place = placeOf(lowering, section, name);
      const { indexes, ...fields } = fieldsOf(section, value);
      const stored = lowering.dialect === 'mysql' ? storedTexts(value as Fields) : {};
      const shown =
        section.kind === 'subscription'
          ? openConnection(lowering, fields, at)
          : openOptions(lowering, section, fields, at);
      const open = section.kind === 'role' ? openRole(fields) : fields;
      addObject(lowering, section, { ...place, ...open, ...stored, ...shown }, at);
      if (indexes !== undefined) lowerViewIndexes(lowering, place, indexes as MembersYaml['indexes'], at);
    }
  }
}

const KEEP_SECRETS = new Set<Kind>(['foreign_data_wrapper', 'foreign_server', 'user_mapping']);

/** Options without those that are secrets, which stand beside them: each the name of a variable, never itself. */
function openOptions(lowering: Lowering, section: Section, { options }: Fields, pointer: string): Fields {
  const all = Object.entries((options ?? {}) as Readonly<Record<string, string>>);
  const secret = KEEP_SECRETS.has(section.kind) ? all.filter(([key]) => isSecret(key)) : [];
  if (secret.length === 0) return {};
  for (const [name, value] of secret.filter(([, text]) => !/^\$\{[A-Za-z_]\w*\}$/.test(text))) {
    const line = lowering.parsed.keyAt(under(pointer, 'options', name));
    const at = line && { ...line, text: line.text.replaceAll(value, '*'.repeat(value.length)) };
    report(lowering, 'invalid-value', 'a secret does not belong in a manifest', at, SECRET_HINT);
  }
  const open = all.filter(([key]) => !isSecret(key));
  return { options: open.length === 0 ? undefined : Object.fromEntries(open), secrets: Object.fromEntries(secret) };
}

const SECRET_HINT = 'write ${NAME}, and export it where dbops runs';

/** A connection without its secrets, which stand beside it: each the name of a variable, never itself. */
function openConnection(lowering: Lowering, { connection }: Fields, pointer: string): Fields {
  if (typeof connection !== 'string') return {};
  if (secretsIn(connection).some((secret) => !/^'?\$\{[A-Za-z_]\w*\}'?$/.test(secret))) {
    const at = lowering.parsed.keyAt(under(pointer, 'connection'));
    report(lowering, 'invalid-value', 'a secret does not belong in a manifest', at, SECRET_HINT);
  }
  const open = withoutSecrets(connection);
  return open === connection ? {} : { connection: open, secrets: { connection } };
}

/** A password is no part of what is compared, and a date is its first moment. */
function openRole({ password, validUntil, ...fields }: Fields): Fields {
  return {
    ...fields,
    ...(typeof validUntil !== 'string'
      ? {}
      : { validUntil: /^\d{4}-\d{2}-\d{2}$/.test(validUntil) ? `${validUntil} 00:00:00+00` : validUntil }),
    ...(password === undefined ? {} : { secrets: { password } }),
  };
}

function placeOf(lowering: Lowering, section: Section, key: string): { schema: string; name: string } & Fields {
  if (section.pair !== undefined) {
    const { word, fields } = section.pair;
    const [first = '', second = ''] = key.split(new RegExp(`\\s+${word}\\s+`, 'i'));
    return { schema: '', name: `${first} ${word} ${second}`, [fields[0]]: first, [fields[1]]: second };
  }
  if (section.global) return { schema: '', name: key };
  if (!section.signed) return splitName(lowering.dialect, key);
  if (lowering.dialect === 'mysql') return { ...splitName(lowering.dialect, key), signature: '', language: 'sql' };
  const open = signatureStart(key);
  const signature = key.slice(open + 1, key.lastIndexOf(')'));
  const place = splitName(lowering.dialect, key.slice(0, open).trim());
  if (section.kind !== 'function') return { ...place, signature: signatureOf(signature) };
  return { ...place, ...routineArguments(signature), language: 'sql' };
}

/** Where the argument types begin: the first parenthesis outside double quotes, or the end. */
function signatureStart(key: string): number {
  return /^(?:"(?:[^"]|"")*"|[^"(])*/.exec(key)?.[0].length ?? key.length;
}

const MEMBERS = Object.entries(MEMBER_SECTIONS) as [string, Section][];

/** Members of a table or view: triggers, rules, policies, exclusion constraints. */
export function lowerMemberSections(
  lowering: Lowering,
  owner: { readonly schema: string; readonly table: string; readonly relation?: 'view' },
  yaml: Readonly<Record<string, unknown>>,
  pointer: string,
): void {
  for (const [key, section] of MEMBERS) {
    for (const [name, value] of entries(yaml[key] as SectionYaml)) {
      addObject(lowering, section, { ...owner, name, ...fieldsOf(section, value) }, under(pointer, key, name));
    }
  }
}

/** The model's fields for a YAML value: absent where it is the server's own. */
function fieldsOf(section: Section, value: unknown): Fields {
  const given = typeof value === 'string' ? { [section.short ?? '']: value } : ((value ?? {}) as Fields);
  const fields = Object.entries(given).map(([key, v]) => [camel(key), v] as const);
  const kept = fields.flatMap(([key, v]): [string, unknown][] => {
    if (key === 'owner' || key === 'grants') return [];
    if (v === false || v === null || v === undefined || v === section.usual?.[key]) return [];
    if (key === 'comment' && v === '') return [];
    if (key === 'renamedFrom') return [[key, splitName('postgres', String(v)).name]];
    const short = section.named?.[key];
    if (short !== undefined) return namedList(short, v as Fields, key === 'checks');
    return [[key, scalar(section, key, v)]];
  });
  return { ...section.fixed, ...Object.fromEntries(kept) };

  function namedList(short: string, map: Fields, sorted: boolean): [string, unknown][] {
    const key = Object.keys(section.named ?? {}).find((k) => section.named?.[k] === short) ?? '';
    const list = inOrder(map).map(([name, v]) => ({
      name,
      ...fieldsOf({ kind: section.kind, short, texts: [] }, v),
    }));
    if (sorted) list.sort((a, b) => (a.name < b.name ? -1 : 1));
    // Checks are left out where there are none; a type without attributes is one, too.
    return list.length === 0 && sorted ? [] : [[key, list]];
  }
}

/** Numbers stand as text; SQL without white space around it, other text as it is; `constraint: true` is the plain one. */
function scalar(section: Section, key: string, value: unknown): unknown {
  if (typeof value === 'number') return String(value);
  if (key === 'constraint' && value === true) return 'not_deferrable';
  if (typeof value === 'boolean' && section.texts.includes(key)) return String(value);
  if (typeof value === 'string') return trimmed(section, key, value);
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    if (key === 'indexes') return value;
    return texts(value, key === 'columnSettings' ? texts : String);
  }
  return value;
}

function texts(map: object, as: (value: never) => unknown = String): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(map).map(([k, v]) => [k, as(v as never)]));
}

/** MySQL and MariaDB keep the arguments as they were typed, and a body without the space and the semicolon around it. */
function storedTexts({ arguments: args, body }: Fields): Fields {
  return {
    ...(typeof args === 'string' && args !== '' ? { arguments: args } : {}),
    ...(typeof body === 'string' ? { body: body.trim().replace(/\s*;$/, '') } : {}),
  };
}

function trimmed({ texts, short }: Section, key: string, value: string): string {
  if (key === 'body') return value;
  if (texts.includes(key) || key === 'definition') return value.trim().replace(/\s*;$/, '');
  return key === short ? value.trim() : value;
}

function addObject(lowering: Lowering, section: Section, fields: Fields, pointer: string): void {
  const object = { kind: section.kind, ...fields } as unknown as SchemaObject;
  const yamlKey = (field: string): string => field.replaceAll(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);
  add(lowering, object, pointer, () =>
    Object.fromEntries(section.texts.map((field) => [field, under(pointer, yamlKey(field))] as const)),
  );
}

function lowerViewIndexes(
  lowering: Lowering,
  { schema, name }: { readonly schema: string; readonly name: string },
  yaml: MembersYaml['indexes'],
  pointer: string,
): void {
  const view: Table = { kind: 'table', schema, name, columns: [] };
  lowerIndexes(lowering, view, yaml, under(pointer, 'indexes'), 'materialized_view');
}
