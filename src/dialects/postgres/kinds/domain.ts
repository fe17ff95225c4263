import { idKind, objectId } from '../../../model/id.ts';
import { type Domain, type DomainCheck, idOf } from '../../../model/object.ts';
import { sql } from '../../../model/query.ts';
import { type DriverContext } from '../../dialect.ts';
import { collate } from '../columns.ts';
import { changedComment } from '../comment.ts';
import { isCheckedInside } from '../containers.ts';
import { defaultValue, replay, unwrap } from '../expression.ts';
import { makeObjectName } from '../names.ts';
import { typesBelow } from '../needs.ts';
import { plainDriver, present, rowsInScope } from '../plain-driver.ts';
import { quote } from '../quote.ts';
import { notOwned, USER_SCHEMAS } from '../scope.ts';
import { isKept, rewriteHazard, type Swap, swapRebuilds, swapSteps } from '../type-swap.ts';
import { conversion, parseType, typePlace } from '../types.ts';

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly type: string;
  readonly collation: string | null;
  readonly default: string | null;
  readonly notNull: boolean;
  readonly checks: readonly { name: string; expression: string; valid: boolean; comment: string | null }[] | null;
  readonly comment: string | null;
}

const target = (o: Domain): string => `DOMAIN ${quote.name(o.schema, o.name)}`;

function checkClause({ name, expression, notValid }: DomainCheck): string {
  return `CONSTRAINT ${quote.ident(name)} CHECK (${replay(expression)})${notValid ? ' NOT VALID' : ''}`;
}

function checkComment(o: Domain, { name, comment }: DomainCheck): string {
  return `COMMENT ON CONSTRAINT ${quote.ident(name)} ON ${target(o)} IS ${quote.literal(comment ?? null)}`;
}

/**
 * Constraints that do not hold for stored values can only be added afterwards. `named`: its name while another has it; `without`: it
 * lets go of the default that it takes from below.
 */
function create(o: Domain, named?: string, without = false): string[] {
  const checks = o.checks ?? [];
  const first = [
    `CREATE ${target(o)} AS ${o.type}${collate(o.collation)}`,
    o.default === undefined ? '' : ` DEFAULT ${defaultValue(o.default)}`,
    // Beside another one it gets the constraint's name that the server would choose if it were alone.
    o.notNull
      ? `${named === undefined ? '' : ` CONSTRAINT ${quote.ident(makeObjectName(named, '', 'not_null'))}`} NOT NULL`
      : '',
    ...checks.filter((c) => !c.notValid).map((c) => ` ${checkClause(c)}`),
  ].join('');
  return [
    first,
    ...(without ? [`ALTER ${target(o)} DROP DEFAULT`] : []),
    ...checks.filter((c) => c.notValid).map((c) => `ALTER ${target(o)} ADD ${checkClause(c)}`),
    ...checks.filter((c) => c.comment !== undefined).map((c) => checkComment(o, c)),
  ];
}

/** A domain takes the default that the one below it has at that moment, and keeps it. */
function isOverDefault({ type }: Domain, { before, after }: DriverContext): boolean {
  const place = typePlace(type, 'public');
  const below = place === null ? [] : [before, after].map((o) => o.get(objectId('domain', place.schema, place.name)));
  return below.some((o) => o?.kind === 'domain' && o.default !== undefined);
}

function change(before: Domain, after: Domain): string[] | null {
  if (before.type !== after.type || before.collation !== after.collation) return null;
  const alter = `ALTER ${target(after)}`;
  const statements: string[] = [];
  const [a, b] = [before.checks ?? [], after.checks ?? []];
  const same = (x: DomainCheck, y: DomainCheck | undefined): boolean =>
    x.expression === y?.expression && (x.notValid === y.notValid || x.notValid === true);
  for (const check of a) {
    if (
      !same(
        check,
        b.find((c) => c.name === check.name),
      )
    )
      statements.push(`${alter} DROP CONSTRAINT ${quote.ident(check.name)}`);
  }
  if (before.default !== after.default) {
    statements.push(`${alter} ${after.default === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${after.default}`}`);
  }
  if (before.notNull !== after.notNull) statements.push(`${alter} ${after.notNull ? 'SET' : 'DROP'} NOT NULL`);
  for (const check of b) {
    const former = a.find((c) => c.name === check.name);
    const kept = former !== undefined && same(former, check);
    if (!kept) statements.push(`${alter} ADD ${checkClause(check)}`);
    else if (former.notValid && !check.notValid)
      statements.push(`${alter} VALIDATE CONSTRAINT ${quote.ident(check.name)}`);
    if ((kept ? former.comment : undefined) !== check.comment) statements.push(checkComment(after, check));
  }
  return statements;
}

function converted(value: string, type: string, from: string, to: string): string {
  const { using } = conversion(from, to);
  return using === null ? `${value}::${type}` : `(${using(value)})::${type}`;
}

const swap: Swap<Domain> = {
  word: 'DOMAIN',
  create: (type, name) => create({ ...type, name }, type.name),
  convert: (value, type, before, after) => converted(value, type, before.type, after.type),
  convertArray(value, type, before, after) {
    if (parseType(before.type).array || parseType(after.type).array) return null;
    return converted(value, type, `${before.type}[]`, `${after.type}[]`);
  },
  hazards: (uses, before, after) => [
    rewriteHazard(uses),
    {
      kind: 'may_fail_on_data',
      object: idOf(uses.table),
      message: `fails on values that do not fit ${after.type} (was ${before.type})`,
    },
  ],
};

const plain = plainDriver<'domain'>({
  async read(session, context) {
    const rows = await rowsInScope<Row>(
      session,
      context,
      sql`SELECT n.nspname AS schema, t.typname AS name, format_type(t.typbasetype, t.typtypmod) AS type,
                 CASE WHEN t.typcollation <> b.typcollation THEN t.typcollation::regcollation::text END AS collation,
                 coalesce(pg_get_expr(t.typdefaultbin, 0), t.typdefault) AS default, t.typnotnull AS "notNull",
                 (SELECT json_agg(json_build_object('name', k.conname, 'expression', pg_get_expr(k.conbin, 0), 'valid', k.convalidated,
                                                    'comment', obj_description(k.oid, 'pg_constraint')) ORDER BY k.conname COLLATE "C")
                  FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c') AS checks,
                 obj_description(t.oid, 'pg_type') AS comment
          FROM pg_type t JOIN pg_type b ON b.oid = t.typbasetype JOIN pg_namespace n ON n.oid = t.typnamespace
          WHERE t.typtype = 'd' AND ${USER_SCHEMAS} AND ${notOwned('pg_type', 't')}
          ORDER BY n.nspname COLLATE "C", t.typname COLLATE "C"`,
    );
    return rows.map(({ collation, default: value, notNull, checks, comment, ...row }): Domain => {
      const list = (checks ?? []).map(
        ({ name, expression, valid, comment: text }): DomainCheck => ({
          name,
          expression: unwrap(expression),
          ...present({ notValid: !valid, comment: text }),
        }),
      );
      const all = { collation, default: value === null ? null : unwrap(value), notNull, comment };
      return { kind: 'domain', ...row, ...present(all), ...(list.length === 0 ? {} : { checks: list }) };
    });
  },
  target,
  create: (o, context) => create(o, undefined, o.default === undefined && isOverDefault(o, context)),
  // A check may read what a composite gets by then.
  needs: (o, { after }) => typesBelow(idOf(o), after).filter((id) => id !== idOf(o) && idKind(id) === 'composite'),
  change,
});

/** The server never changes a domain's base type. */
function isMadeAnew(before: Domain, after: Domain, context: DriverContext): boolean {
  return change(before, after) === null || isCheckedInside(before, after, context.before);
}

/** https://www.postgresql.org/docs/current/sql-createdomain.html */
export const domain: typeof plain = {
  ...plain,
  alter(before, after, fields, context) {
    if (!isMadeAnew(before, after, context)) return plain.alter(before, after, fields, context);
    if (!isKept(after, context)) return { how: 'replace' };
    const comments = changedComment(target(after), before.comment, after.comment, idOf(after));
    const steps = [...swapSteps(swap, before, after, context), ...comments];
    return { how: 'steps', steps, rebuilds: swapRebuilds(after, context) };
  },
};
