import { type Hazard } from '../../model/hazard.ts';
import { idKind, idName, type ObjectId, objectId, parseDotted } from '../../model/id.ts';
import { type Column, columnId, type Identity, idOf, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import {
  addNotNull,
  columnSettingSteps,
  namedAgain,
  namedInTurn,
  notNullClause,
  notNullPlace,
  notNullTarget,
} from './column-settings.ts';
import { columnUses, formerTable, formerUses, mentions, rowsHeld } from './column-uses.ts';
import { commentAgain, firstComment } from './comment.ts';
import { defaultValue, replay } from './expression.ts';
import { goneAbove, heirColumns, heirsOf, leavers } from './heirs.ts';
import { additions } from './held-rows.ts';
import { ownedSequences, sequenceAgain } from './kinds/sequence.ts';
import { locks } from './locks.ts';
import { joinedBy, leftBy } from './moved-types.ts';
import { goneColumnId, identitySequenceName, notNullId, rowColumnsId } from './names.ts';
import { freshExtensions, ownType } from './needs.ts';
import { broughtAlong } from './own-columns.ts';
import { ownExpressionsAgain } from './own-expressions.ts';
import { dottedIdent, quote } from './quote.ts';
import { formatOptions } from './sequence-options.ts';

export function alterTable({ schema, name }: Pick<Table, 'schema' | 'name'>): string {
  return `ALTER TABLE ${quote.name(schema, name)}`;
}

/** `TABLE t`, or `FOREIGN TABLE t`. */
export function tableTarget({ schema, name, foreign }: Table): string {
  return `${foreign === undefined ? '' : 'FOREIGN '}TABLE ${quote.name(schema, name)}`;
}

export function columnTarget(table: Table, column: string): string {
  return `COLUMN ${quote.name(table.schema, table.name)}.${quote.ident(column)}`;
}

export function collate(collation: string | undefined): string {
  return collation === undefined ? '' : ` COLLATE ${dottedIdent(collation)}`;
}

/** `GENERATED ALWAYS AS IDENTITY (START WITH 100)`. */
export function identityClause({ mode, sequence, ...options }: Identity): string {
  const words = [
    ...(sequence === undefined ? [] : [`SEQUENCE NAME ${quote.ident(sequence)}`]),
    ...formatOptions(options),
  ];
  const generated = `GENERATED ${mode === 'always' ? 'ALWAYS' : 'BY DEFAULT'} AS IDENTITY`;
  return words.length === 0 ? generated : `${generated} (${words.join(' ')})`;
}

/** One `ALTER COLUMN` of a table, with its opposite. */
export function columnStep(
  table: Table,
  column: Column,
  text: string,
  undo: string,
  { only, ...more }: Partial<StepDraft> & { readonly only?: boolean } = {},
): StepDraft {
  const owner = idOf(table);
  const alter = `ALTER TABLE ${only ? 'ONLY ' : ''}${quote.name(table.schema, table.name)} ALTER COLUMN ${quote.ident(column.name)}`;
  return {
    sql: `${alter} ${text}`,
    undo: [`${alter} ${undo}`],
    locks: locks('alter column', owner),
    ...more,
    needs: [owner, columnId(table.schema, table.name, column.name), ...(more.needs ?? [])],
  };
}

/** A default that stays goes before something else changes, and comes back after it. */
export function defaultAside(
  table: Table,
  former: Column,
  column: Column | undefined,
  around: Pick<StepDraft, 'frees' | 'needs'>,
): StepDraft[] {
  const value = former.default;
  if (value === undefined || column?.default !== value || column.type !== former.type) return [];
  const alter = `ALTER TABLE ONLY ${quote.name(table.schema, table.name)} ALTER COLUMN ${quote.ident(column.name)}`;
  const [drop, set] = [`${alter} DROP DEFAULT`, `${alter} SET DEFAULT ${value}`];
  const form = { locks: locks('alter column', idOf(table)) };
  return [
    { sql: drop, undo: [set], frees: around.frees ?? [], ...form },
    { sql: set, undo: [drop], needs: [...(around.needs ?? []), idOf(table)], ...form },
  ];
}

/** A column as CREATE TABLE and ADD COLUMN take it; a member of the primary key beside it need not say NOT NULL. */
export function columnDefinition(column: Column, inKey = false): string {
  const { name, type, collation } = column;
  return `${quote.ident(name)} ${type}${collate(collation)}${columnConstraints(column, inKey)}`;
}

/** What follows the type in a column's definition. */
export function columnConstraints(column: Column, inKey = false): string {
  const { generated, identity } = column;
  return [
    generated === undefined
      ? ''
      : ` GENERATED ALWAYS AS (${replay(generated.expression)}) ${generated.stored ? 'STORED' : 'VIRTUAL'}`,
    column.default === undefined ? '' : ` DEFAULT ${defaultValue(column.default)}`,
    identity === undefined ? '' : ` ${identityClause(identity)}`,
    notNullWords(column, inKey),
  ].join('');
}

/** A key and an identity imply NOT NULL; a constraint that is not valid comes afterwards. */
function notNullWords(column: Column, inKey: boolean): string {
  if (!column.notNull || column.notNullNotValid || column.notNullInherited) return '';
  const said = column.notNullName !== undefined || column.notNullNoInherit || (!inKey && column.identity === undefined);
  return said ? ` ${notNullClause(column)}` : '';
}

/** The sequence that the server makes for an identity column: a sequence of that name must be gone first. */
export function identitySequence(table: Table, column: Column): ObjectId[] {
  if (column.identity === undefined) return [];
  return [objectId('sequence', table.schema, identitySequenceName(table, column))];
}

/** The columns of this name that heirs get as their own. */
function heirsFirst(table: Table, name: string, { before, after }: DriverContext): ObjectId[] {
  return heirsOf(table, after).flatMap((heir) => {
    const former = before.get(idOf(heir));
    const isOwn = former?.kind === 'table' && broughtAlong(former, heir, { before, after }).includes(name);
    return isOwn ? [columnId(heir.schema, heir.name, name)] : [];
  });
}

export function addColumn(table: Table, column: Column, context: DriverContext): StepDraft[] {
  const [id, owner] = [columnId(table.schema, table.name, column.name), idOf(table)];
  const [coming, ...named] = namedInTurn(table, column, context);
  const [sql, fill, strict] = additions(table, coming, context);
  const empty = `${id}#empty` as const;
  const there = [id, ...identitySequence(table, column), ...heirColumns(table, column.name, context.after)];
  const held = [
    ...(column.notNull ? [notNullId(table.schema, table.name, column.name)] : []),
    ...notNullPlace(table, coming, context),
  ];
  const form = { undo: [], locks: locks('alter column', owner) };
  const message = `writes ${column.name} into every row of ${table.name}`;
  const hazards: Hazard[] = [{ kind: 'rewrites_table', object: owner, message }];
  return [
    {
      sql,
      undo: [`${alterTable(table)} DROP COLUMN ${quote.ident(column.name)}`],
      makes: [...(fill === undefined ? there : [empty]), ...(strict === undefined ? held : [])],
      needs: [
        owner,
        ...leavers(table, context),
        ...heirsFirst(table, column.name, context),
        ...columnUses(column, context),
        ...rowsHeld(table, column, context.after),
        ...joinedBy(column.type, context),
        ...mentions(table, column, context.after),
        ...freshExtensions(context),
      ],
      locks: locks('add column', owner),
      hazards: addHazards(table, column, owner, id),
    },
    ...(fill === undefined ? [] : [{ ...form, sql: fill, needs: [empty], makes: there, hazards }]),
    ...(strict === undefined ? [] : [{ ...form, sql: strict, needs: [id], makes: held }]),
    ...named,
    ...notValidNotNull(table, column, context),
    ...columnSettingSteps(table, null, column, context),
    ...firstComment(columnTarget(table, column.name), column.comment, id),
    ...firstComment(
      notNullTarget(table, column),
      column.notNullComment,
      named[0]?.makes?.[0] ?? (column.notNullNotValid ? notNullId(table.schema, table.name, column.name) : id),
    ),
  ];
}

/** A not-null constraint that holds only for rows to come. Heirs come before it: it would hold for the rows that they have by then. */
export function notValidNotNull(table: Table, column: Column, { after }: Pick<DriverContext, 'after'>): StepDraft[] {
  if (!column.notNullNotValid) return [];
  const heirs = heirsOf(table, after).filter((t) => t.inherits !== undefined);
  const openId = ({ schema, name, columns }: Table): ObjectId[] =>
    columns.some((c) => c.name === column.name && c.notNullNotValid) ? [notNullId(schema, name, column.name)] : [];
  return [
    {
      sql: addNotNull(table, column),
      undo: [],
      needs: [columnId(table.schema, table.name, column.name), ...heirs.flatMap((t) => [idOf(t), ...openId(t)])],
      makes: [table, ...heirs].flatMap(openId),
      locks: locks('add check', idOf(table)),
    },
  ];
}

/** Functions that do not stand in the way of adding a column without touching its rows. */
const STEADY =
  /^(now|transaction_timestamp|statement_timestamp|date_trunc|timezone|coalesce|lower|upper|concat|make_\w+|jsonb?_build_\w+|\w*range|numeric|varchar|char|bpchar|bit|interval|time\w*)$/i;

function isSteady(expression: string): boolean {
  const bare = expression.replaceAll(/'(?:[^']|'')*'/g, "''");
  return Array.from(bare.matchAll(/([\w.]+)\s*\(/g), ([, name = '']) => name).every((name) => STEADY.test(name));
}

function addHazards(table: Table, column: Column, owner: ObjectId, id: ObjectId): Hazard[] {
  const { generated, identity, notNull } = column;
  const fills = column.default !== undefined || generated !== undefined || identity !== undefined;
  const rewrites =
    generated?.stored || identity !== undefined || (column.default !== undefined && !isSteady(column.default));
  const hazards: Hazard[] = [];
  if (rewrites) {
    const message = `rewrites ${table.name}: every row gets its own ${column.name}`;
    hazards.push({ kind: 'rewrites_table', object: owner, message });
  }
  if (notNull && !fills) {
    const message = `fails unless ${table.name} is empty: ${column.name} has no default`;
    const probe = `SELECT * FROM ${quote.name(table.schema, table.name)}`;
    hazards.push({ kind: 'may_fail_on_data', object: id, message, probe });
  }
  return hazards;
}

export function dropColumn(table: Table, column: Column, context: DriverContext): StepDraft {
  const [id, owner] = [columnId(table.schema, table.name, column.name), idOf(table)];
  const sequences = ownedSequences(table, context, column.name);
  const again = sequences.map(sequenceAgain);
  return {
    sql: `${alterTable(table)} DROP COLUMN ${quote.ident(column.name)}`,
    undo: [
      ...again.flatMap((s) => s.create),
      ...additions(table, namedAgain(table, column, context), context),
      ...notValidNotNull(table, column, context).map((d) => d.sql),
      ...columnSettingSteps(table, null, column, context).map((d) => d.sql),
      ...commentAgain(columnTarget(table, column.name), column.comment),
      ...commentAgain(notNullTarget(table, column), column.notNullComment),
      ...again.flatMap((s) => s.own),
      ...ownExpressionsAgain(formerTable(table, context), column, context),
    ],
    ends: [
      id,
      ...sequences.map(idOf),
      ...identitySequence(formerTable(table, context), column),
      ...notNullPlace(table, column, context),
      ...heirColumns(table, column.name, context.before),
    ],
    makes: [id, ...heirColumns(table, column.name, context.before)].map(goneColumnId),
    needs: goneAbove(formerTable(table, context), column.name, context),
    frees: [
      ...formerUses(column, context),
      ...rowsHeld(formerTable(table, context), column, context.before),
      ...leftBy(column.type, context),
      ...mentions(formerTable(table, context), column, context.before),
    ],
    locks: locks('drop column', owner),
    hazards:
      column.generated === undefined
        ? [
            {
              kind: 'loses_data',
              object: id,
              message: `drops the column ${column.name} of ${table.name} with its values${strictly(table, column, context)}`,
            },
          ]
        : [],
  };
}

/** What stands in the way of a column that is to come back, and has no values by then. */
function strictly(table: Table, column: Column, { before }: DriverContext): string {
  const domain = before.get(ownType(column.type, { before, after: before }) ?? '');
  const value = column.default ?? (domain?.kind === 'domain' ? domain.default : undefined);
  const isEmpty = value === undefined && column.identity === undefined && table.foreign === undefined;
  if (!isEmpty || !column.notNull || column.notNullNotValid) return '';
  return '; it is NOT NULL, and comes back only while there are no rows';
}

/** A statement by which columns come, go or get other names, as what names them by their places has to know. */
export function countingColumns(step: StepDraft): StepDraft {
  const columns = (ids: readonly ObjectId[] = []) => new Set(ids.filter((id) => idKind(id) === 'column'));
  const ids = [...columns(step.ends).symmetricDifference(columns(step.makes))].map((id) => {
    const [schema = '', table = ''] = parseDotted(idName(id)) ?? [];
    return rowColumnsId(schema, table);
  });
  if (ids.length === 0) return step;
  const all = [...new Set(ids)];
  return { ...step, ends: [...(step.ends ?? []), ...all], makes: [...(step.makes ?? []), ...all] };
}
