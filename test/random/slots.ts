import fc from 'fast-check';

export const comment = fc.option(fc.constantFrom('plain', 'it\'s \\ "quoted" ${x}', 'two\nlines'), { freq: 3 });

/** Numbers of some things out of so many, each once. */
export const someOf = (from: number, count = 2): fc.Arbitrary<number[]> =>
  fc.uniqueArray(fc.nat(from - 1), { minLength: 1, maxLength: count });

export const slots = <T>(count: number, of: fc.Arbitrary<T>): fc.Arbitrary<(T | null)[]> =>
  fc.array(fc.option(of, { freq: 2 }), { minLength: count, maxLength: count });

/** Takes each slot and each field from one side or, where the dice show 3, from the other. */
export interface Mixer {
  pick<T>(mine: readonly (T | null)[], theirs: readonly (T | null)[]): (T | null)[];
  field<T>(mine: T, theirs: T): T;
}

function mixer(dice: readonly number[]): Mixer {
  let thrown = 0;
  const changes = (): boolean => dice[thrown++ % dice.length] === 3;
  return {
    pick: (mine, theirs) => mine.map((m, i) => (changes() ? (theirs[i] ?? null) : m)),
    field: (mine, theirs) => (changes() ? theirs : mine),
  };
}

/** Two schemas that are alike: the second takes some of its slots from elsewhere. */
export function editsOf<W>(
  worlds: fc.Arbitrary<W>,
  mixed: (from: W, other: W, mix: Mixer) => W,
): fc.Arbitrary<readonly [W, W]> {
  return fc
    .tuple(worlds, worlds, fc.array(fc.nat(3), { minLength: 40, maxLength: 40 }))
    .map(([from, other, dice]) => [from, mixed(from, other, mixer(dice))] as const);
}
