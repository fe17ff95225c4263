/** What may be bound to a statement or loaded into a column. */
export type Value = string | number | bigint | boolean | null | Uint8Array | Date;

/** A statement with bound values: `text` has one part more than there are `values`. */
export interface Query {
  readonly text: readonly string[];
  readonly values: readonly Value[];
}

const RAW = Symbol('raw');

/** SQL text that is not a value: an identifier that the dialect has quoted, a fragment. */
export interface RawSql {
  readonly [RAW]: string;
}

/** Marks text as SQL inside the `sql` tag. Only for what `Dialect.quote` made or the source holds literally. */
export function raw(text: string): RawSql {
  return { [RAW]: text };
}

/** Builds a statement; interpolated values are bound by the session, never spliced into the text. */
export function sql(strings: TemplateStringsArray, ...args: readonly (Value | RawSql)[]): Query {
  const text: string[] = [strings[0] ?? ''];
  const values: Value[] = [];
  args.forEach((arg, i) => {
    const after = strings[i + 1] ?? '';
    if (arg !== null && typeof arg === 'object' && RAW in arg) {
      text[text.length - 1] += arg[RAW] + after;
    } else {
      values.push(arg);
      text.push(after);
    }
  });
  return { text, values };
}
