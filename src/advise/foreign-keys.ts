import { type Dialect, type PlanNode } from '../dialects/dialect.ts';
import { type ForeignKey, type SchemaObject } from '../model/object.ts';

/** A look-up that the server makes by itself for a statement. */
export interface HiddenQuery {
  readonly statement: string;
  readonly behind: string;
}

/**
 * A row that is deleted, or whose key changes, is looked for in every table that references it: a scan that no plan shows.
 * https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK
 */
export function hiddenQueries(root: PlanNode, objects: readonly SchemaObject[], dialect: Dialect): HiddenQuery[] {
  const nodes = flat(root);
  const checked = new Set((root.triggers ?? []).map((t) => t.constraint));
  return objects.flatMap((o): HiddenQuery[] => {
    if (o.kind !== 'foreign_key') return [];
    const deleted = nodes.some(
      (n) => n.writes === 'delete' && n.schema === o.references.schema && n.table === o.references.table,
    );
    if (!deleted && !checked.has(o.name)) return [];
    return [
      {
        statement: lookUp(o, dialect),
        behind: `foreign key check of ${o.table}, when rows of ${o.references.table} are deleted`,
      },
    ];
  });
}

function lookUp({ schema, table, columns }: ForeignKey, { quote, name }: Dialect): string {
  const parameter = (i: number): string => (name === 'postgres' ? `$${i + 1}` : '?');
  const conditions = columns.map((c, i) => `${quote.ident(c)} = ${parameter(i)}`);
  return `SELECT 1 FROM ${quote.name(schema, table)} WHERE ${conditions.join(' AND ')}`;
}

function flat(node: PlanNode): PlanNode[] {
  return [node, ...node.children.flatMap(flat)];
}
