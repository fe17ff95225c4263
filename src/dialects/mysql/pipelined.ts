/** Statements that go in one round trip. */
const AT_ONCE = 500;

/** What `each` makes of the rows of many statements; while it does, the server answers the next of them. */
export async function pipelined<T, R>(
  statements: readonly string[],
  ask: (some: readonly string[]) => Promise<readonly unknown[]>,
  each: (rows: T[]) => R,
): Promise<R[]> {
  const found: R[] = [];
  for (let [i, next] = [0, ask(statements.slice(0, AT_ONCE))]; i < statements.length; i += AT_ONCE) {
    const answers = (await next) as readonly T[][];
    if (i + AT_ONCE < statements.length) next = ask(statements.slice(i + AT_ONCE, i + 2 * AT_ONCE));
    for (const rows of answers) found.push(each(rows));
  }
  return found;
}
