import { type ObjectId, objectId } from '../../../model/id.ts';
import { columnId, type Policy } from '../../../model/object.ts';
import { sql } from '../../../model/query.ts';
import { type DriverContext } from '../../dialect.ts';
import { replay, unwrap } from '../expression.ts';
import { plainDriver, present, rowsInScope } from '../plain-driver.ts';
import { quote } from '../quote.ts';
import { USER_SCHEMAS } from '../scope.ts';

interface Row {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly command: string;
  readonly permissive: boolean;
  readonly roles: readonly string[];
  readonly using: string | null;
  readonly check: string | null;
  readonly comment: string | null;
}

const COMMANDS = { r: 'select', a: 'insert', w: 'update', d: 'delete' } as const;

const on = (o: Policy): string => `${quote.ident(o.name)} ON ${quote.name(o.schema, o.table)}`;

/** Role names; the words that SQL reserves for sessions go as they are. */
export function roleName(role: string): string {
  return /^(public|current_user|session_user|current_role)$/i.test(role) ? role.toUpperCase() : quote.ident(role);
}

function clauses({ roles, using, check }: Policy): string[] {
  return [
    ` TO ${roles === undefined ? 'PUBLIC' : roles.map(roleName).join(', ')}`,
    ...(using === undefined ? [] : [` USING (${replay(using)})`]),
    ...(check === undefined ? [] : [` WITH CHECK (${replay(check)})`]),
  ];
}

function create(o: Policy): string {
  const [to = '', ...conditions] = clauses(o);
  return [
    `CREATE POLICY ${on(o)}`,
    o.restrictive ? ' AS RESTRICTIVE' : '',
    o.command === undefined ? '' : ` FOR ${o.command.toUpperCase()}`,
    o.roles === undefined ? '' : to,
    ...conditions,
  ].join('');
}

const plain = plainDriver<'policy'>({
  async read(session, context) {
    const rows = await rowsInScope<Row>(
      session,
      context,
      sql`SELECT n.nspname AS schema, c.relname AS table, p.polname AS name, p.polcmd AS command, p.polpermissive AS permissive,
                 ARRAY(SELECT w.role FROM (SELECT CASE WHEN r = 0 THEN 'public' ELSE pg_get_userbyid(r)::text END AS role
                                           FROM unnest(p.polroles) r) w ORDER BY w.role COLLATE "C") AS roles,
                 pg_get_expr(p.polqual, p.polrelid) AS using, pg_get_expr(p.polwithcheck, p.polrelid) AS check,
                 obj_description(p.oid, 'pg_policy') AS comment
          FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE ${USER_SCHEMAS}
          ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C", p.polname COLLATE "C"`,
    );
    return rows.map(
      (r): Policy => ({
        kind: 'policy',
        schema: r.schema,
        table: r.table,
        name: r.name,
        ...present({
          command: COMMANDS[r.command as keyof typeof COMMANDS] ?? null,
          restrictive: !r.permissive,
          roles: r.roles.length === 1 && r.roles[0] === 'public' ? null : r.roles,
          using: r.using === null ? null : unwrap(r.using),
          check: r.check === null ? null : unwrap(r.check),
          comment: r.comment,
        }),
      }),
    );
  },
  target: (o) => `POLICY ${on(o)}`,
  create: (o) => [create(o)],
  /** ALTER POLICY can neither take a condition away nor change the command. */
  change(before, after) {
    const same = before.command === after.command && before.restrictive === after.restrictive;
    const shaped = (['using', 'check'] as const).every((k) => (before[k] === undefined) === (after[k] === undefined));
    return same && shaped ? [`ALTER POLICY ${on(after)}${clauses(after).join('')}`] : null;
  },
});

/** Whether a condition mentions a column that goes: it may have to go before what the new condition mentions can come. */
function outlivesColumn({ schema, table, dependsOn = [] }: Policy, { before, after }: DriverContext): boolean {
  const columns = (objects: DriverContext['after']): ObjectId[] => {
    const own = objects.get(objectId('table', schema, table));
    return own?.kind === 'table' ? own.columns.map((c) => columnId(schema, table, c.name)) : [];
  };
  const present = new Set(columns(after));
  return columns(before).some((id) => !present.has(id) && dependsOn.includes(id));
}

/** https://www.postgresql.org/docs/current/sql-createpolicy.html */
export const policy: typeof plain = {
  ...plain,
  alter: (before, after, fields, context) =>
    outlivesColumn(before, context) ? { how: 'replace' } : plain.alter(before, after, fields, context),
};
