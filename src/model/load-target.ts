/** Where rows are loaded in bulk. */
export interface LoadTarget {
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly string[];
  /** A temporary table of this session, so no schema. */
  readonly temporary?: boolean;
}
