import { base, en, Faker } from '@faker-js/faker';
import { type Cell } from '../column-shape.ts';
import { type CellKey, unit } from '../hash.ts';
import { didYouMean } from '../nearest.ts';
import { type Generator, type Spec } from './generator.ts';

/**
 * `{ faker: internet.email }`, `{ faker: number.int, args: { min: 1, max: 6 } }`: any method of @faker-js/faker. `args` is its
 * argument, a list its arguments. Unique texts end in the row's ordinal (before the `@` of an address).
 */
export const faker: Generator = {
  options: ['args'],
  check(spec, { unique, asOf, shape }) {
    const path = spec.faker;
    if (typeof path !== 'string') return ['faker takes the name of a method: internet.email'];
    const source = fakerOf({ a: 0, b: 0 }, asOf);
    if (!source.methods().includes(path)) {
      const hint = didYouMean(path, source.methods());
      return [`faker has no method ${path}${hint === undefined ? '' : ` (${hint})`}`];
    }
    let sample: unknown;
    try {
      sample = source.bind(path, argumentsOf(spec))(0);
    } catch (error) {
      return [`faker ${path} refuses these arguments: ${error instanceof Error ? error.message : String(error)}`];
    }
    if (!isCell(sample)) return [`faker ${path} gives no value for a column`];
    if (!unique) return [];
    if (typeof sample !== 'string') return [`faker ${path} cannot be made unique: use between or sequence`];
    return shape.length !== undefined && shape.length < 4 ? ['unique texts need at least 4 characters'] : [];
  },
  make(spec, { key, asOf, unique, shape }) {
    const call = fakerOf(key, asOf).bind(String(spec.faker), argumentsOf(spec));
    const length = shape.kind === 'text' ? shape.length : undefined;
    if (!unique) {
      if (length === undefined) return { at: (_ordinal, row) => call(row) };
      return {
        at(_ordinal, row) {
          const cell = call(row);
          return typeof cell === 'string' ? cell.slice(0, length) : cell;
        },
      };
    }
    const longest = length ?? Number.POSITIVE_INFINITY;
    return {
      at: (ordinal, row) => withOrdinal(String(call(row)), ordinal + 1, longest),
      ...(length === undefined ? {} : { capacity: 10 ** Math.min(15, length - 2) }),
    };
  },
};

/** Ends a text in a number of its own, so that no two texts are equal whatever stands before. */
function withOrdinal(text: string, number: number, longest: number): string {
  const at = text.lastIndexOf('@');
  const [head, tail] = at < 0 ? [text, `-${number}`] : [text.slice(0, at), `.${number}${text.slice(at)}`];
  return tail.length < longest ? head.slice(0, longest - tail.length) + tail : `${head.charAt(0)}-${number}`;
}

function argumentsOf(spec: Spec): readonly unknown[] {
  const args = spec.args;
  return args === undefined ? [] : Array.isArray(args) ? args : [args];
}

function isCell(value: unknown): value is Cell {
  return ['string', 'number', 'boolean'].includes(typeof value) || (typeof value === 'object' && value !== undefined);
}

const HIDDEN = new Set(['fakerCore', 'constructor']);

/** A faker whose every draw is a hash of (column, row, number of the draw): setting it to a row costs nothing. */
function fakerOf(key: CellKey, asOf: Date) {
  let row = 0;
  let draws = 0;
  const next = (): number => {
    draws += 1;
    return unit(key, row, draws);
  };
  const faker = new Faker({ locale: [en, base], randomizer: { next, seed: () => {} } });
  faker.setDefaultRefDate(asOf);
  return {
    /** Every method by the name that the YAML uses. */
    methods: (): readonly string[] =>
      Object.entries(faker).flatMap(([module, value]) =>
        HIDDEN.has(module) || value === null || typeof value !== 'object'
          ? []
          : methodNames(value).map((method) => `${module}.${method}`),
      ),
    bind(path: string, args: readonly unknown[]): (row: number) => Cell {
      const [module = '', method = ''] = path.split('.');
      const owner = (faker as unknown as Record<string, Record<string, (...args: readonly unknown[]) => Cell>>)[module];
      const call = owner?.[method];
      if (owner === undefined || call === undefined) throw new Error(`faker has no method ${path}`);
      return (at) => {
        row = at;
        draws = 0;
        return call.apply(owner, [...args]);
      };
    },
  };
}

function methodNames(module: object): string[] {
  const names = new Set<string>();
  for (
    let proto: object | null = module;
    proto !== null && proto !== Object.prototype;
    proto = Object.getPrototypeOf(proto)
  ) {
    for (const name of Object.getOwnPropertyNames(proto)) {
      const value: unknown = Object.getOwnPropertyDescriptor(proto, name)?.value;
      if (typeof value === 'function' && !HIDDEN.has(name)) names.add(name);
    }
  }
  return [...names].sort();
}
