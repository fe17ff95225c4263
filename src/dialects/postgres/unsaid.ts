import { type Column, type SchemaObject } from '../../model/object.ts';
import { type Scratch } from '../dialect.ts';

/** Embedded PostgreSQL comes without lz4, which no expression depends on. https://www.postgresql.org/docs/current/install-make.html */
export const unsaid: NonNullable<Scratch['unsaid']> = {
  off: (object) => withColumns(object, (c) => (c.compression === 'lz4' ? withoutCompression(c) : c)),
  on(object, given) {
    const said = new Map(given.kind === 'table' ? given.columns.map((c) => [c.name, c.compression]) : []);
    return withColumns(object, (c) => (said.get(c.name) === 'lz4' ? { ...c, compression: 'lz4' } : c));
  },
};

function withoutCompression({ compression: _, ...column }: Column): Column {
  return column;
}

function withColumns(object: SchemaObject, change: (column: Column) => Column): SchemaObject {
  if (object.kind !== 'table' || object.columns.every((c) => change(c).compression === c.compression)) return object;
  return { ...object, columns: object.columns.map(change) };
}
