import { type Dialect, type Scratch, type Session } from '../dialects/dialect.ts';
import { ServerError } from '../model/error.ts';
import { type Column, type SchemaObject, type Table } from '../model/object.ts';
import { type Plan } from '../model/step.ts';
import { refusalOf } from './attempt.ts';
import { buildSchema } from './build.ts';

interface RowsInput {
  readonly dialect: Dialect;
  readonly scratch: Scratch;
  readonly before: readonly SchemaObject[];
  readonly plan: Plan;
}

/** Hazards by which a plan says itself that rows do not come through it whole. */
const SAID = new Set(['loses_data', 'may_fail_on_data', 'irreversible']);

/**
 * Runs a plan and its undo over a row in each table that takes one, and names the tables whose rows the undo does not bring back. Null
 * where that cannot be told: the plan speaks of rows itself, or a statement is refused with them.
 */
export async function rowsLost(input: RowsInput): Promise<readonly string[] | null> {
  const { dialect, scratch, before, plan } = input;
  if (plan.steps.some((s) => s.undo === null || s.hazards.some((h) => SAID.has(h.kind)))) return null;
  await scratch.reset();
  if ((await buildSchema(dialect, scratch.session, before, { access: true })).length > 0) return null;
  const tables = before.filter(
    (o): o is Table => o.kind === 'table' && o.foreign === undefined && o.partitionBy === undefined,
  );
  await fill(input, tables);
  const start = await rowsOf(input, tables);
  const statements = [...plan.steps.map((s) => s.sql), ...plan.steps.toReversed().flatMap((s) => s.undo ?? [])];
  for (const sql of statements) if ((await refusalOf(scratch.session, sql)) !== null) return null;
  const end = await rowsOf(input, tables);
  return [...start].filter(([name, rows]) => end.get(name) !== rows).map(([name]) => name);
}

/** A row in each table, in whatever order foreign keys allow; one that a check refuses stays empty. */
async function fill({ dialect, scratch, before }: RowsInput, tables: readonly Table[]): Promise<void> {
  const enums = new Map(
    before.flatMap((o) => (o.kind === 'enum' ? [[`${o.schema}.${o.name}`, o.values[0] ?? ''] as const] : [])),
  );
  for (let open = [...tables], left = -1; open.length > 0 && open.length !== left; ) {
    left = open.length;
    const refused: Table[] = [];
    for (const table of open) if (!(await insert(dialect, scratch.session, table, enums))) refused.push(table);
    open = refused;
  }
}

async function insert(
  dialect: Dialect,
  session: Session,
  table: Table,
  enums: ReadonlyMap<string, string>,
): Promise<boolean> {
  const { quote } = dialect;
  const values = table.columns
    .filter(
      (c) =>
        c.generated === undefined &&
        c.identity === undefined &&
        c.autoIncrement === undefined &&
        c.inherited === undefined,
    )
    .flatMap((c) => {
      const value = sampleOf(c, enums, dialect);
      return value === null ? [] : [{ name: quote.ident(c.name), value }];
    });
  const name = quote.name(table.schema, table.name);
  const none = dialect.name === 'mysql' ? '() VALUES ()' : 'DEFAULT VALUES';
  const some = `(${values.map((v) => v.name).join(', ')}) VALUES (${values.map((v) => v.value).join(', ')})`;
  return (await refusalOf(session, `INSERT INTO ${name} ${values.length === 0 ? none : some}`)) === null;
}

/** A value that a type takes, as SQL; null where none is known. */
const VALUES: readonly (readonly [type: RegExp, value: string])[] = [
  [/\[\]$/, "'{}'"],
  [
    /^(?:small|big|tiny|medium)?int|^integer|^numeric|^decimal|^real|^double|^float|^serial|^bigserial|^oid$|^money|^year/i,
    '1',
  ],
  [/^(?:char|varchar|character|text|citext|tinytext|mediumtext|longtext|name|"char"|bpchar)/i, "'x'"],
  [/^bool/i, 'true'],
  [/^timestamp|^datetime/i, "'2024-02-03 04:05:06'"],
  [/^date\b/i, "'2024-02-03'"],
  [/^time\b|^time\(/i, "'04:05:06'"],
  [/^interval/i, "'1 day'"],
  [/^uuid/i, "'00000000-0000-4000-8000-000000000001'"],
  [/^jsonb?$/i, "'{}'"],
  [/^(?:inet|cidr)$/i, "'10.0.0.0'"],
  [/^(?:bytea|(?:var)?binary|(?:tiny|medium|long)?blob)/i, "'x'"],
  [/^bit\b/i, "'1'"],
];

function sampleOf(
  { type }: Column,
  enums: ReadonlyMap<string, string>,
  { quote, defaultSchema }: Dialect,
): string | null {
  const inline = /^enum\('((?:[^']|'')*)'/i.exec(type)?.[1];
  const label = inline?.replaceAll("''", "'") ?? enums.get(type) ?? enums.get(`${defaultSchema}.${type}`);
  if (label !== undefined) return quote.literal(label);
  return VALUES.find(([of]) => of.test(type))?.[1] ?? null;
}

async function rowsOf({ dialect, scratch }: RowsInput, tables: readonly Table[]): Promise<Map<string, string>> {
  const { quote } = dialect;
  const found = new Map<string, string>();
  for (const { schema, name, columns } of tables) {
    if (columns.length === 0) continue;
    const list = columns.map((c) => quote.ident(c.name)).join(', ');
    const query = `SELECT ${list} FROM ${quote.name(schema, name)}`;
    const rows = await scratch.session.rows(query).catch((error: unknown) => {
      if (error instanceof ServerError) return null;
      throw error;
    });
    found.set(
      quote.name(schema, name),
      JSON.stringify(rows, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v)),
    );
  }
  return found;
}
