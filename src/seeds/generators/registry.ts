import { didYouMean } from '../nearest.ts';
import { between } from './between.ts';
import { faker } from './faker.ts';
import { type Generator, numberOf, type Spec, type SpecContext } from './generator.ts';
import { normal } from './normal.ts';
import { pick } from './pick.ts';
import { ref } from './ref.ts';
import { sequence } from './sequence.ts';
import { template } from './template.ts';
import { uuid } from './uuid.ts';
import { value } from './value.ts';

/** Raised when a generator makes other values of the same spec than before: applied sets are then written again. */
export const GENERATION = 1;

/** Every generator by the key that names it in the YAML. */
export const GENERATORS = {
  faker,
  pick,
  between,
  ref,
  normal,
  sequence,
  value,
  template,
  uuid,
} as const satisfies Record<string, Generator>;

export type GeneratorName = keyof typeof GENERATORS;

const NAMES = Object.keys(GENERATORS) as readonly GeneratorName[];
const COMMON = ['unique', 'null_rate'];

/** The generator that a spec asks for, or null when it names none or several. */
export function generatorOf(spec: Spec): GeneratorName | null {
  const named = NAMES.filter((name) => spec[name] !== undefined);
  return named.length === 1 ? (named[0] ?? null) : null;
}

/** What is wrong with one column's spec, in words that go on after the column's name. */
export function checkSpec(spec: Spec, context: SpecContext): readonly string[] {
  const name = generatorOf(spec);
  const keys = Object.keys(spec);
  if (name === null) {
    const named = NAMES.filter((n) => spec[n] !== undefined);
    if (named.length > 1) return [`has two generators: ${named.join(' and ')}`];
    const hint = keys.map((key) => didYouMean(key, NAMES)).find((h) => h !== undefined);
    return [`names no generator: one of ${NAMES.join(', ')}${hint === undefined ? '' : ` (${hint})`}`];
  }
  const generator: Generator = GENERATORS[name];
  const known = [name, ...generator.options, ...COMMON];
  const problems = keys
    .filter((key) => !known.includes(key))
    .map((key) => [`${name} has no option ${key}`, didYouMean(key, known)].filter(Boolean).join(': '));
  if (spec.unique !== undefined && typeof spec.unique !== 'boolean') problems.push('unique must be true or false');
  const rate = spec.null_rate;
  if (rate !== undefined && !((numberOf(rate) ?? -1) >= 0 && Number(rate) <= 1)) {
    problems.push('null_rate must be a number from 0 to 1');
  }
  return [...problems, ...generator.check(spec, context)];
}
