import { type SpawnOptions, spawn } from 'node:child_process';

export interface Measured {
  readonly seconds: number;
  readonly status: number | null;
  readonly stdout: string;
}

/** Runs a program to its end and takes the wall time; fails with its own words when it fails. */
export async function measure(
  command: string,
  args: readonly string[],
  options: SpawnOptions & { readonly input?: string; readonly allowed?: readonly number[] } = {},
): Promise<Measured> {
  const start = performance.now();
  const child = spawn(command, args, { ...options, stdio: ['pipe', 'pipe', 'pipe'] });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
  child.stdin?.end(options.input ?? '');
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const seconds = (performance.now() - start) / 1000;
  if (!(options.allowed ?? [0]).includes(status ?? -1)) {
    throw new Error(`${command} ${args.join(' ')} ended with ${status}\n${Buffer.concat(err).toString()}`);
  }
  return { seconds, status, stdout: Buffer.concat(out).toString() };
}

/** The medians of `rounds` interleaved runs of each, so that a busy machine slows both alike. */
export async function sideBySide(
  rounds: number,
  ours: () => Promise<Measured>,
  reference: () => Promise<Measured>,
): Promise<{ readonly ours: number; readonly reference: number; readonly ratio: number }> {
  const a: number[] = [];
  const b: number[] = [];
  for (let i = 0; i < rounds; i++) {
    a.push((await ours()).seconds);
    b.push((await reference()).seconds);
  }
  const [x, y] = [median(a), median(b)];
  return { ours: x, reference: y, ratio: x / y };
}

function median(values: readonly number[]): number {
  return values.toSorted((x, y) => x - y)[Math.floor(values.length / 2)] ?? Number.NaN;
}
