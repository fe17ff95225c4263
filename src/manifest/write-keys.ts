import { dotted, namePart } from '../model/id.ts';
import {
  type Check,
  type ForeignKey,
  type Index,
  type IndexPart,
  type KeyIndex,
  type PrimaryKey,
  type Unique,
} from '../model/object.ts';

type Data = Record<string, unknown>;

function keyIndexData({ options, tablespace, indexComment }: KeyIndex): Data {
  return { options, tablespace, index_comment: indexComment };
}

/** A primary key as the YAML says it: a list of columns when there is nothing else to say. */
export function primaryKeyData(key: PrimaryKey): unknown {
  const columns = key.columns.map(({ column, length, descending }) =>
    length === undefined && !descending
      ? column
      : `${column}${length === undefined ? '' : `(${length})`}${descending ? ' desc' : ''}`,
  );
  const rest = present({
    name: key.name,
    include: key.include,
    deferrable: key.deferrable,
    method: key.method,
    without_overlaps: key.withoutOverlaps,
    partition_of: key.partitionOf,
    ...keyIndexData(key),
    comment: key.comment,
  });
  return Object.keys(rest).length === 0 ? columns : { columns, ...rest };
}

export function uniqueData(u: Unique): unknown {
  if (u.partitionOf !== undefined)
    return present({
      partition_of: u.partitionOf,
      deferrable: u.deferrable,
      ...keyIndexData(u),
      comment: u.comment,
    });
  const rest = present({
    include: u.include,
    nulls_not_distinct: u.nullsNotDistinct,
    without_overlaps: u.withoutOverlaps,
    deferrable: u.deferrable,
    ...keyIndexData(u),
    comment: u.comment,
  });
  return Object.keys(rest).length === 0 ? u.columns : { columns: u.columns, ...rest };
}

export function checkData(c: Check): unknown {
  const rest = present({
    no_inherit: c.noInherit,
    not_valid: c.notValid,
    not_enforced: c.notEnforced,
    comment: c.comment,
  });
  return Object.keys(rest).length === 0 ? c.expression : { expression: c.expression, ...rest };
}

export function foreignKeyData(f: ForeignKey): Data {
  const { schema, table, columns } = f.references;
  const target = dotted(schema === 'public' ? '' : schema, table);
  return present({
    columns: f.columns,
    references: `${target}(${columns.map(namePart).join(', ')})`,
    on_delete: f.onDelete,
    on_update: f.onUpdate,
    match: f.match,
    deferrable: f.deferrable,
    not_valid: f.notValid,
    not_enforced: f.notEnforced,
    on_delete_columns: f.onDeleteColumns,
    period: f.period,
    comment: f.comment,
  });
}

/** An index as the YAML says it: a list of parts when there is nothing else to say. */
export function indexData(i: Index): unknown {
  if (i.partitionOf !== undefined) {
    const { partitionOf: partition_of, only, options, tablespace, statistics, comment } = i;
    return present({ partition_of, only, options, tablespace, statistics, comment });
  }
  const columns = i.parts.map(partData);
  const rest = present({
    only: i.only,
    unique: i.unique,
    method: i.method,
    include: i.include,
    where: i.where,
    nulls_not_distinct: i.nullsNotDistinct,
    invisible: i.invisible,
    parser: i.parser,
    options: i.options,
    tablespace: i.tablespace,
    statistics: i.statistics,
    comment: i.comment,
  });
  return Object.keys(rest).length === 0 ? columns : { columns, ...rest };
}

const PLAIN = /^[\p{L}_][\p{L}\p{N}_$]*$/u;
const CALL = /^[A-Za-z_][\w.]*\(.*\)$/s;

function partData(part: IndexPart): unknown {
  const { column, expression, descending, nulls, collation, opclass, length } = part;
  const order = `${descending ? ' desc' : ''}${nulls === undefined ? '' : ` nulls ${nulls}`}`;
  const bare = collation === undefined && opclass === undefined;
  if (bare && column !== undefined && PLAIN.test(column)) {
    return `${column}${length === undefined ? '' : `(${length})`}${order}`;
  }
  if (bare && expression !== undefined && CALL.test(expression) && !/\(\d+\)$/.test(expression)) {
    return `${expression}${order}`;
  }
  return present({ column, expression, order: descending ? 'desc' : undefined, nulls, collation, opclass, length });
}

/** Leaves out what is not there. */
export function present(data: Data): Data {
  return Object.fromEntries(Object.entries(data).filter(([, v]) => v !== undefined));
}
