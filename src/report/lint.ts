/** A finding as this module prints it; lines count from 1. */
interface Finding {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly hint: string;
  readonly file: string;
  readonly line: number;
  readonly sql?: string;
}

/** Findings for people, by file and line. */
export function formatLint(findings: readonly Finding[]): string {
  return findings
    .map((f) => {
      const sql = f.sql === undefined ? [] : [`  | ${f.sql.replaceAll(/\s+/g, ' ').slice(0, 140)}`];
      return [`${f.file}:${f.line}: ${f.severity}[${f.rule}]: ${f.message}`, ...sql, `  fix: ${f.hint}`, ''].join('\n');
    })
    .join('');
}

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const;

/** Findings as SARIF 2.1.0, for code hosts: one run, a rule for each that is broken. */
export function sarifOf(findings: readonly Finding[]): object {
  const rules = [...new Map(findings.map((f) => [f.rule, f])).values()];
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'dbops',
            rules: rules.map((f) => ({
              id: f.rule,
              help: { text: f.hint },
              defaultConfiguration: { level: LEVELS[f.severity] },
            })),
          },
        },
        results: findings.map((f) => ({
          ruleId: f.rule,
          level: LEVELS[f.severity],
          message: { text: `${f.message}; ${f.hint}` },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: f.file.replaceAll('\\', '/') },
                region: { startLine: f.line },
              },
            },
          ],
        })),
      },
    ],
  };
}
