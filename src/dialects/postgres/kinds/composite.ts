import {
  type CompositeAttribute,
  type CompositeType,
  idOf,
  type Kind,
  type SchemaObject,
} from '../../../model/object.ts';
import { sql } from '../../../model/query.ts';
import { type DriverContext } from '../../dialect.ts';
import { collate } from '../columns.ts';
import { changedComment } from '../comment.ts';
import { plainDriver, present, rowsInScope } from '../plain-driver.ts';
import { quote } from '../quote.ts';
import { notOwned, USER_SCHEMAS } from '../scope.ts';
import { isKept, rewriteHazard, type Swap, swapRebuilds, swapSteps } from '../type-swap.ts';
import { betweenTypes, letGoOfType, typeOfTable } from '../typed.ts';
import { typePlace } from '../types.ts';

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly attributes:
    | readonly { name: string; type: string; collation: string | null; comment: string | null }[]
    | null;
  readonly comment: string | null;
}

const target = (o: CompositeType): string => `TYPE ${quote.name(o.schema, o.name)}`;

const typed = (a: CompositeAttribute): string => `${a.type}${collate(a.collation)}`;

function attributeComment(o: CompositeType, { name, comment }: CompositeAttribute): string {
  return `COMMENT ON COLUMN ${quote.name(o.schema, o.name)}.${quote.ident(name)} IS ${quote.literal(comment ?? null)}`;
}

function create(o: CompositeType): string[] {
  const list = o.attributes.map((a) => `${quote.ident(a.name)} ${typed(a)}`);
  return [
    `CREATE ${target(o)} AS (${list.join(', ')})`,
    ...o.attributes.filter((a) => a.comment !== undefined).map((a) => attributeComment(o, a)),
  ];
}

/** Attributes come and go at the end and change their types in place; another order is another type. */
function change(before: CompositeType, after: CompositeType): string[] | null {
  const [a, b] = [before.attributes, after.attributes];
  const kept = a.filter((x) => b.some((y) => y.name === x.name));
  if (kept.some((x, i) => b[i]?.name !== x.name)) return null;
  const alter = `ALTER ${target(after)}`;
  const gone = a.filter((x) => !kept.includes(x)).map((x) => `${alter} DROP ATTRIBUTE ${quote.ident(x.name)} CASCADE`);
  const rest = b.flatMap((y) => {
    const x = kept.find((k) => k.name === y.name);
    const name = quote.ident(y.name);
    return [
      ...(x === undefined ? [`${alter} ADD ATTRIBUTE ${name} ${typed(y)} CASCADE`] : []),
      ...(x !== undefined && typed(x) !== typed(y)
        ? [`${alter} ALTER ATTRIBUTE ${name} TYPE ${typed(y)} CASCADE`]
        : []),
      ...(x?.comment === y.comment ? [] : [attributeComment(after, y)]),
    ];
  });
  return [...gone, ...rest];
}

/** Attributes of the same name go over one by one; those that are new are null. */
function convert(column: string, type: string, before: CompositeType, after: CompositeType): string {
  const fields = after.attributes.map(({ name, type: to }) =>
    before.attributes.some((a) => a.name === name) ? `(${column}).${quote.ident(name)}::text::${to}` : 'NULL',
  );
  return `CASE WHEN ${column} IS NOT NULL OR ${column} IS DISTINCT FROM NULL THEN ROW(${fields.join(', ')})::${type} END`;
}

const swap: Swap<CompositeType> = {
  word: 'TYPE',
  create: (type, name) => create({ ...type, name }),
  convert,
  convertArray: () => null,
  hazards(uses, before, after) {
    const gone = before.attributes.filter((a) => !after.attributes.some((b) => b.name === a.name));
    const object = idOf(uses.table);
    const message = `drops ${gone.map((a) => a.name).join(', ')} from the values of ${uses.table.name}`;
    return [rewriteHazard(uses), ...(gone.length === 0 ? [] : [{ kind: 'loses_data', object, message } as const])];
  },
};

const plain = plainDriver<'composite'>({
  async read(session, context) {
    const rows = await rowsInScope<Row>(
      session,
      context,
      sql`SELECT n.nspname AS schema, t.typname AS name, obj_description(t.oid, 'pg_type') AS comment,
                 (SELECT json_agg(json_build_object(
                           'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
                           'collation', CASE WHEN a.attcollation <> y.typcollation THEN a.attcollation::regcollation::text END,
                           'comment', col_description(c.oid, a.attnum)) ORDER BY a.attnum)
                  FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid
                  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS attributes
          FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid AND c.relkind = 'c' JOIN pg_namespace n ON n.oid = t.typnamespace
          WHERE t.typtype = 'c' AND ${USER_SCHEMAS} AND ${notOwned('pg_type', 't')}
          ORDER BY n.nspname COLLATE "C", t.typname COLLATE "C"`,
    );
    return rows.map(
      ({ attributes, comment, ...row }): CompositeType => ({
        kind: 'composite',
        ...row,
        attributes: (attributes ?? []).map(({ name, type, ...rest }) => ({ name, type, ...present(rest) })),
        ...present({ comment }),
      }),
    );
  },
  target,
  create,
  change,
});

/** The types of attributes change in place only while nothing has a column or an attribute of the type. */
function mustBeMadeAnew(before: CompositeType, after: CompositeType, context: DriverContext): boolean {
  const statements = change(before, after);
  const used = [...context.before.values()].some(
    (o) => HOLDERS.has(o.kind) && o.dependsOn?.includes(idOf(before)) && !isOnlyTyped(o, before),
  );
  return statements === null || (used && statements.some((s) => s.includes(' ALTER ATTRIBUTE ')));
}

/** A table of the type lets go of it. */
function isOnlyTyped(object: SchemaObject, type: CompositeType): boolean {
  if (object.kind !== 'table' || !typeOfTable(object).includes(idOf(type))) return false;
  return !object.columns.some((c) => typePlace(c.type, 'public')?.name === type.name);
}

const HOLDERS = new Set<Kind>(['table', 'domain', 'composite', 'range', 'materialized_view']);

/** https://www.postgresql.org/docs/current/sql-createtype.html */
export const composite: typeof plain = {
  ...plain,
  alter(before, after, fields, context) {
    const alteration = alterationOf(before, after, fields, context);
    if (alteration.how === 'replace' || !fields.includes('attributes')) return alteration;
    const steps = alteration.steps.map((step) => betweenTypes(before, step));
    return { ...alteration, steps: [...letGoOfType(after, context), ...steps] };
  },
};

const alterationOf: typeof plain.alter = (before, after, fields, context) => {
  if (mustBeMadeAnew(before, after, context)) {
    if (!isKept(after, context)) return { how: 'replace' };
    const comments = changedComment(target(after), before.comment, after.comment, idOf(after));
    const steps = [...swapSteps(swap, before, after, context), ...comments];
    return { how: 'steps', steps, rebuilds: swapRebuilds(after, context) };
  }
  const alteration = plain.alter(before, after, fields, context);
  const lost = before.attributes.filter((a) => !after.attributes.some((b) => b.name === a.name));
  if (alteration.how !== 'steps' || lost.length === 0) return alteration;
  const message = `drops ${lost.map((a) => a.name).join(', ')} from every value of ${before.name}`;
  const [first, ...rest] = alteration.steps;
  const hazard = { kind: 'loses_data', object: idOf(before), message } as const;
  // What mentions an attribute goes before it does.
  const ends = [idOf(before)];
  const steps = first === undefined ? [] : [{ ...first, ends, hazards: [hazard] }, ...rest];
  // Types that have one of its values in theirs mention no attribute, and change along.
  return { ...alteration, steps, rebuilds: ends, spares: ['composite'] };
};
