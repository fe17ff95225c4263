import { matchesGlob } from 'node:path';
import { shownName } from '../model/id.ts';
import { type Places, placeOf } from '../model/manifest.ts';
import { type SchemaObject } from '../model/object.ts';
import { type Finding, type PolicyException, type PolicySet, type RuleConfig } from '../model/policy.ts';
import { RULES } from './registry.ts';
import { type Fact, tableFacts } from './rule.ts';

export interface PolicyCheck {
  readonly objects: readonly SchemaObject[];
  readonly policies: PolicySet;
  readonly places?: Places;
  readonly today: Date;
}

export interface Checked {
  /** In the order of the rules, then of the tables. */
  readonly findings: readonly Finding[];
  /** Exceptions whose last day is over: they excuse nothing any more. */
  readonly expired: readonly PolicyException[];
}

/** Facts against rules: every object that breaks one and is not excepted. */
export function checkPolicies({ objects, policies, places, today }: PolicyCheck): Checked {
  const rules = policies.rules.filter(({ level }) => level !== 'off');
  const tables = rules.length === 0 ? [] : tableFacts(objects);
  const day = today.toISOString().slice(0, 10);
  const expired = policies.exceptions.filter((e) => e.until !== undefined && e.until < day);
  const valid = policies.exceptions.filter((e) => !expired.includes(e));
  const findings = rules.flatMap((config) => {
    const facts = RULES[config.rule].check(tables, config);
    return facts
      .filter((fact) => !valid.some((e) => excepts(e, config, fact)))
      .map((fact) => finding(config, fact, places));
  });
  return { findings, expired };
}

function finding(config: RuleConfig, fact: Fact, places: Places | undefined): Finding {
  const at = places === undefined ? undefined : placeOf(places, fact.object);
  const level = config.level === 'off' ? 'info' : config.level;
  return { rule: config.rule, level, ...fact, ...(at === undefined ? {} : { at }) };
}

function excepts(exception: PolicyException, config: RuleConfig, fact: Fact): boolean {
  if (exception.rule !== config.rule) return false;
  const name = shownName(fact.object);
  return name === exception.object || matchesGlob(name, exception.object);
}
