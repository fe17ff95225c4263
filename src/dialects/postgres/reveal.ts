import { DbopsError } from '../../model/error.ts';
import { expandVariables } from '../../model/variables.ts';

const HOLDS_SECRETS = /^\s*(?:CREATE|ALTER)\s+(?:SUBSCRIPTION|SERVER|USER\s+MAPPING|FOREIGN\s+DATA\s+WRAPPER)\s/i;

/**
 * A statement as it is sent: where it may hold a secret, `${NAME}` in a text becomes the value of that environment variable.
 * What is planned, printed, written and recorded keeps the name. Throws `unset-variable`.
 */
export function revealed(statement: string, env: Readonly<Record<string, string | undefined>> = process.env): string {
  if (!HOLDS_SECRETS.test(statement) || !statement.includes('${')) return statement;
  const missing: string[] = [];
  const text = statement.replaceAll(/E?'(?:[^']|'')*'/g, (literal) => {
    const escaped = (value: string): string => {
      const quoted = value.replaceAll("'", "''");
      return literal.startsWith('E') ? quoted.replaceAll('\\', '\\\\') : quoted;
    };
    const { text: whole, unset } = expandVariables(
      literal,
      Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value && escaped(value)])),
    );
    missing.push(...unset);
    return whole;
  });
  const [name] = missing;
  if (name !== undefined) {
    throw new DbopsError('unset-variable', `the environment variable ${name} is not set, and a statement needs it`, {
      hint: `export ${name}=…`,
    });
  }
  return text;
}
