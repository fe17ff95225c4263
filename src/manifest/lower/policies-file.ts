import { type Diagnostic, type Severity } from '../../model/diagnostic.ts';
import { type AdviceConfig, type PolicyException, type RuleConfig, type RuleName } from '../../model/policy.ts';
import { type Parsed } from '../located.ts';
import { parseShare, parseSize } from '../units.ts';
import { compact } from './column.ts';
import { declared, report, under } from './scope.ts';

/** A policies file that its JSON Schema has let pass. */
export interface PoliciesYaml {
  readonly rules?: Readonly<
    Record<
      string,
      {
        readonly level: Severity | 'off';
        readonly enforce?: RuleConfig['enforce'];
        readonly max?: number;
        readonly pattern?: string;
      }
    >
  >;
  readonly exceptions?: readonly {
    readonly rule: RuleName;
    readonly object: string;
    readonly until?: string;
    readonly reason?: string;
  }[];
  readonly advice?: {
    readonly sources?: readonly string[];
    readonly min_calls?: number;
    readonly min_improvement?: string | number;
    readonly storage_budget?: string | number;
  };
}

export interface LoweredPolicies {
  readonly rules: RuleConfig[];
  readonly exceptions: PolicyException[];
  readonly advice: Partial<AdviceConfig>;
  readonly diagnostics: Diagnostic[];
}

/** What dbops may do by itself, by rule. */
const ENFORCEABLE: Readonly<Record<RuleName, RuleConfig['enforce'] | null>> = {
  'foreign-key-indexed': 'create',
  'no-redundant-index': 'drop',
  'no-duplicate-index': 'drop',
  'max-indexes-per-table': null,
  'index-name': 'rename',
};

export function lowerPoliciesFile(parsed: Parsed, yaml: PoliciesYaml): LoweredPolicies {
  const diagnostics: Diagnostic[] = [];
  const rules = declared(yaml.rules).map(([name, value]): RuleConfig => {
    const rule = name as RuleName;
    const pointer = under('/rules', name);
    const can = ENFORCEABLE[rule];
    if (value.enforce !== undefined && value.enforce !== can) {
      const hint = can === null ? 'take enforce out: only a person can decide here' : `write enforce: ${can}`;
      report(
        { diagnostics },
        'invalid-value',
        `${rule} cannot be enforced by ${value.enforce}`,
        parsed.at(`${pointer}/enforce`),
        hint,
      );
    }
    return compact<RuleConfig>({ rule, ...value, at: parsed.keyAt(pointer) });
  });
  const exceptions = (yaml.exceptions ?? []).map((value, i): PolicyException => {
    if (value.until !== undefined && !isDay(value.until)) {
      report(
        { diagnostics },
        'invalid-value',
        `${value.until} is no date`,
        parsed.at(`/exceptions/${i}/until`),
        'write it as 2027-02-01',
      );
    }
    return compact<PolicyException>({ ...value, at: parsed.at(`/exceptions/${i}`) });
  });
  const { sources, min_calls, min_improvement, storage_budget } = yaml.advice ?? {};
  const minImprovement = min_improvement === undefined ? undefined : parseShare(min_improvement);
  if (minImprovement === null) {
    report(
      { diagnostics },
      'invalid-value',
      `advice.min_improvement cannot be ${JSON.stringify(min_improvement)}`,
      parsed.at('/advice/min_improvement'),
      'write it as 30%',
    );
  }
  const storageBudget = storage_budget === undefined ? undefined : parseSize(storage_budget);
  if (storageBudget === null) {
    report(
      { diagnostics },
      'invalid-value',
      `advice.storage_budget cannot be ${JSON.stringify(storage_budget)}`,
      parsed.at('/advice/storage_budget'),
      'write it as 2GB',
    );
  }
  const advice = compact<Partial<AdviceConfig>>({
    sources,
    minCalls: min_calls,
    minImprovement: minImprovement ?? undefined,
    storageBudget: storageBudget ?? undefined,
  });
  return { rules, exceptions, advice, diagnostics };
}

/** A day of the calendar: JavaScript takes 2026-02-30 for the second of March. */
function isDay(text: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}
