/** A possibly qualified name in an SQL text: its parts without quotes, and whether any of them was quoted. */
export interface SqlName {
  readonly parts: readonly string[];
  readonly quoted: boolean;
}

const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$|"((?:[^"]|"")*)"|`((?:[^`]|``)*)`|([\p{L}_][\p{L}\p{N}_$]*)|\.|\S/gu;

/**
 * The names that an SQL text mentions, dotted ones together: an over-approximation, for finding what a text may depend on.
 * Unquoted names come in lower case. The string in `nextval('…')` counts as a name.
 */
export function sqlNames(text: string): SqlName[] {
  const names: SqlName[] = [];
  let open: { parts: string[]; quoted: boolean } | null = null;
  let dotted = false;
  let afterNextval = 0;
  const add = (part: string, quoted: boolean): void => {
    if (open !== null && dotted) {
      open.parts.push(part);
      open.quoted ||= quoted;
    } else {
      open = { parts: [part], quoted };
      names.push(open);
    }
    dotted = false;
  };
  for (const match of text.matchAll(TOKEN)) {
    const [token, , double, back, word] = match;
    if (token.startsWith('--') || token.startsWith('/*')) continue;
    afterNextval = Math.max(0, afterNextval - 1);
    if (double !== undefined) add(double.replaceAll('""', '"'), true);
    else if (back !== undefined) add(back.replaceAll('``', '`'), true);
    else if (word !== undefined) {
      add(word.toLowerCase(), false);
      if (word.toLowerCase() === 'nextval') afterNextval = 3;
    } else if (token === '.') dotted = open !== null;
    else {
      if (token.startsWith("'") && afterNextval > 0) names.push(...sqlNames(token.slice(1, -1).replaceAll("''", "'")));
      open = null;
      dotted = false;
    }
  }
  return names;
}
