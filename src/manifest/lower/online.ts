import { type DialectName } from '../../model/manifest.ts';
import { idOf, type Table } from '../../model/object.ts';
import { type OnlineColumn, type OnlineTable } from '../../model/online.ts';
import { type ColumnYaml, compact } from './column.ts';
import { entries, inOrder, type Lowering, report, under } from './scope.ts';

interface OnlineYaml {
  readonly online?: boolean;
  readonly renamed_from?: string;
  readonly columns?: Readonly<Record<string, string | ColumnYaml>>;
  readonly former_columns?: Readonly<Record<string, string>>;
}

/** What there is in the place of a stored column, and what it costs. */
const COMPUTED: Readonly<Record<DialectName, string>> = {
  postgres:
    'take online, up and down out, and the plan says what it costs; or declare a plain column with `up:` (filled where it is left out, until the contract), a virtual one (PostgreSQL 18), or an index over the expression',
  mysql:
    'take online, up and down out: large tables are handed to safety.online_tool; or declare a virtual one, for which nothing is written',
};

/** What of a table is to change while applications of both versions are at work. */
export function lowerOnline(lowering: Lowering, table: Table, yaml: OnlineYaml, pointer: string): void {
  const columns: Record<string, OnlineColumn> = {};
  for (const [name, column] of inOrder(yaml.columns)) {
    if (typeof column === 'string' || !isOnline(column)) continue;
    const at = under(pointer, 'columns', name);
    const { up, down, renamed_from: from, generated, identity, auto_increment } = column;
    // Where it only gets another type, what counts its values goes over with it.
    const counted = [up, down, from].some((given) => given !== undefined) ? identity : undefined;
    const stored = table.columns.find((c) => c.name === name)?.generated?.stored;
    const own = [generated, counted, auto_increment].some((given) => given !== undefined && given !== false);
    if (stored) {
      const message = `${name} is computed by the server, which writes the table anew for that: no steps lead around it`;
      report(lowering, 'invalid-value', message, lowering.parsed.keyAt(at), COMPUTED[lowering.dialect], idOf(table));
    } else if (own) {
      const message = `${name} gets its values from the server: they cannot be carried over from another column`;
      report(
        lowering,
        'invalid-value',
        message,
        lowering.parsed.keyAt(at),
        'take online, up and down out',
        idOf(table),
      );
    }
    columns[name] = compact<OnlineColumn>({ from, up: up?.trim(), down: down?.trim() });
  }
  const former: Record<string, string> = {};
  for (const [name, expression] of entries(yaml.former_columns)) {
    former[name] = expression.trim();
    if (table.columns.every((c) => c.name !== name)) continue;
    const at = lowering.parsed.keyAt(under(pointer, 'former_columns', name));
    report(lowering, 'invalid-value', `${name} is a column and a former one`, at, 'take it out of one of them');
  }
  const formerName = yaml.online === true ? table.renamedFrom : undefined;
  if (yaml.online === true && formerName === undefined) {
    const at = lowering.parsed.keyAt(under(pointer, 'online'));
    const message = `${table.name} has no former name under which it could be found, too`;
    report(lowering, 'invalid-value', message, at, 'give it renamed_from, or take online out', idOf(table));
  }
  if (Object.keys(columns).length + Object.keys(former).length === 0 && formerName === undefined) return;
  lowering.online.push(compact<OnlineTable>({ table: idOf(table), columns, former, formerName }));
}

/** Whether a column is to change while applications of both versions are at work. */
export function isOnline({ online, up, down }: ColumnYaml): boolean {
  return online === true || up !== undefined || down !== undefined;
}
