/** A possibly qualified name in an SQL text: its parts without quotes, and whether any of them was quoted. */
export interface SqlName {
  readonly parts: readonly string[];
  readonly quoted: boolean;
}

const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$|"((?:[^"]|"")*)"|`((?:[^`]|``)*)`|([\p{L}_][\p{L}\p{N}_$]*)|\.|\S/gu;

/** Functions whose first argument, a string, is a name. */
const NAMING = new Set(['nextval', 'to_tsvector', 'to_tsquery', 'plainto_tsquery', 'phraseto_tsquery', 'ts_headline']);

/** Types whose values are names. */
const NAME_TYPE = /^reg(class|config|dictionary|type|proc|procedure)$/i;

/**
 * The names that an SQL text mentions, dotted ones together: an over-approximation, for finding what a text may depend on.
 * Unquoted names come in lower case. The string in `nextval('…')` counts as a name, and that before `::regconfig`.
 */
export function sqlNames(text: string): SqlName[] {
  const names: SqlName[] = [];
  let open: { parts: string[]; quoted: boolean } | null = null;
  let dotted = false;
  let afterNaming = 0;
  let literal = '';
  let sinceLiteral = 0;
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
    afterNaming = Math.max(0, afterNaming - 1);
    sinceLiteral += 1;
    if (double !== undefined) add(double.replaceAll('""', '"'), true);
    else if (back !== undefined) add(back.replaceAll('``', '`'), true);
    else if (word !== undefined) {
      add(word.toLowerCase(), false);
      if (NAMING.has(word.toLowerCase())) afterNaming = 3;
      if (sinceLiteral === 3 && NAME_TYPE.test(word)) names.push(...sqlNames(literal));
    } else if (token === '.') dotted = open !== null;
    else {
      if (token.startsWith("'")) {
        literal = token.slice(1, -1).replaceAll("''", "'");
        sinceLiteral = 0;
        if (afterNaming > 0) names.push(...sqlNames(literal));
      }
      open = null;
      dotted = false;
    }
  }
  return names;
}

const SIGN = /^[-+*/<>=~!@#%^&|`?]$/;

/** The operators that an SQL text may use: every run of signs outside of strings and comments. */
export function sqlOperators(text: string): string[] {
  const runs: string[] = [];
  let end = -1;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (!SIGN.test(token)) continue;
    if (index === end) runs.push(`${runs.pop()}${token}`);
    else runs.push(token);
    end = index + 1;
  }
  return runs;
}
