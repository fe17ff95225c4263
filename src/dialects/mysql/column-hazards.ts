import { type Hazard } from '../../model/hazard.ts';
import { type Column, columnId, idOf, type Table } from '../../model/object.ts';
import { type ColumnChanges } from './alter-table.ts';
import { inheritsCharset } from './columns.ts';
import { type StatementForm } from './locks.ts';
import { quote } from './quote.ts';
import { conversion, isText, parseType } from './types.ts';

/** What a change of columns in one statement of that form may cost. */
export function columnHazards(table: Table, changes: ColumnChanges, form: StatementForm): Hazard[] {
  const { gone, anew, changed } = changes;
  const owner = idOf(table);
  const loses = (column: string, message: string): Hazard => {
    return { kind: 'loses_data', object: columnId(table.schema, table.name, column), message };
  };
  return [
    ...gone
      .filter((c) => c.generated === undefined)
      .map((c) => loses(c.name, `drops the column ${c.name} of ${table.name} with its values`)),
    ...anew
      .filter(([a, b]) => a.generated === undefined || b.generated === undefined)
      .map(([, b]) => loses(b.name, `makes ${table.name}.${b.name} anew, without the values that it had`)),
    ...changed.flatMap(([a, b]) => changeHazards(table, a, b)),
    ...(form === 'copy' || changes.converted
      ? [{ kind: 'rewrites_table', object: owner, message: `makes a copy of ${table.name}` } as const]
      : []),
    ...(form === 'copy'
      ? [{ kind: 'blocks_writes', object: owner, message: `blocks writes to ${table.name} meanwhile` } as const]
      : []),
  ];
}

function changeHazards(table: Table, before: Column, after: Column): Hazard[] {
  const id = columnId(table.schema, table.name, after.name);
  const name = quote.ident(after.name);
  const rows = (condition: string): string =>
    `SELECT * FROM ${quote.name(table.schema, table.name)} WHERE ${condition}`;
  const hazards: Hazard[] = [];
  if (before.type !== after.type) {
    const { loses, refuses } = conversion(before.type, after.type);
    const what = `${table.name}.${after.name} from ${before.type} to ${after.type}`;
    if (loses !== null) hazards.push({ kind: 'loses_data', object: id, message: `changing ${what} ${loses}` });
    if (refuses !== null) {
      const condition = refuses(name);
      const probe = condition === '' ? {} : { probe: rows(condition) };
      const message = `fails on values that do not fit: ${what}`;
      hazards.push({ kind: 'may_fail_on_data', object: id, message, ...probe });
    }
  }
  if (!before.notNull && after.notNull) {
    const message = `fails on rows without ${after.name}`;
    hazards.push({ kind: 'may_fail_on_data', object: id, message, probe: rows(`${name} IS NULL`) });
  }
  if (narrowsCharset(before, after)) {
    const there = `CONVERT(${name} USING utf8mb4)`;
    const condition = `CONVERT(CONVERT(${name} USING ${after.charset}) USING utf8mb4) <> ${there}`;
    const message = `fails on characters that ${after.charset} lacks: ${table.name}.${after.name}`;
    hazards.push({ kind: 'may_fail_on_data', object: id, message, probe: rows(condition) });
  }
  if (before.generated === undefined && after.generated !== undefined) {
    const message = `computes ${table.name}.${after.name} from now on: the values that it had are lost`;
    hazards.push({ kind: 'loses_data', object: id, message });
  }
  return hazards;
}

function narrowsCharset(before: Column, after: Column): boolean {
  if (!isText(after.type) || after.charset === undefined || after.charset === before.charset) return false;
  return /^\w+$/.test(after.charset) && !/^(utf8mb4|utf16|utf16le|utf32|gb18030)$/.test(after.charset);
}

const COST: readonly StatementForm[] = ['instant', 'inplace', 'copy'];

/** The form of one ALTER TABLE over all of these changes, and others of those forms: that of the costliest. */
export function formOfChanges(changes: ColumnChanges, others: readonly StatementForm[]): StatementForm {
  const forms: StatementForm[] = [
    ...others,
    changes.moved.length > 0 ? 'inplace' : 'instant',
    ...changes.added.map(addedForm),
    ...changes.anew.map(([, b]) => addedForm(b)),
    ...changes.changed.map(([a, b]) => (changes.converted && inheritsCharset(b) ? 'copy' : changedForm(a, b))),
  ];
  return COST.findLast((form) => forms.includes(form)) ?? 'instant';
}

function addedForm({ generated, autoIncrement, default: value }: Column): StatementForm {
  return generated?.stored || autoIncrement || value?.startsWith('(') ? 'copy' : 'instant';
}

function changedForm(before: Column, after: Column): StatementForm {
  const { default: _, comment: __, invisible: ___, notNull: a, type: from, ...x } = before;
  const { default: ____, comment: _____, invisible: ______, notNull: b, type: to, ...y } = after;
  if (JSON.stringify(x) !== JSON.stringify(y) || !growsInPlace(from, to)) return 'copy';
  return a === b ? 'instant' : 'inplace';
}

/** Bytes of a character at most; the least is one. */
const WIDEST = 4;

/** Types whose change touches no row: one that stores longer text alike, or values appended to an enum or set. */
function growsInPlace(before: string, after: string): boolean {
  if (before === after) return true;
  const [a, b] = [parseType(before), parseType(after)];
  if (a.base !== b.base) return false;
  if (a.base === 'varchar' || a.base === 'varbinary') {
    const [from, to] = [a.args[0] ?? 0, b.args[0] ?? 0];
    return to >= from && (to * WIDEST < 256 || from > 255);
  }
  if (a.base !== 'enum' && a.base !== 'set') return false;
  const size = (n: number): number => (a.base === 'enum' ? (n < 256 ? 1 : 2) : Math.ceil(n / 8));
  return a.values.every((v, i) => b.values[i] === v) && size(a.values.length) === size(b.values.length);
}
