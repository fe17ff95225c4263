import { type Blocker, type Dialect, type Session } from '../dialects/dialect.ts';

/** Watches over a session's statements from another one, so that it is known who kept them waiting. */
export interface Lookout extends AsyncDisposable {
  during<T>(work: () => Promise<T>): Promise<T>;
  /** Who was in the way of the last statement, in people's words. */
  seen(): readonly string[];
}

/**
 * Looks three times within every lock timeout, so that one look falls into each wait even where the others come late; a second connection
 * is opened when it first comes to that.
 */
export function openLookout(session: Session, dialect: Dialect, lockTimeout: number): Lookout {
  let observer: Promise<Session> | null = null;
  let seen: readonly Blocker[] = [];
  let looking: Promise<void> | null = null;
  const look = async (): Promise<void> => {
    observer ??= session.fork();
    const found = await dialect.blockers(await observer, session.id);
    if (found.length > 0) seen = found;
  };
  return {
    async during(work) {
      seen = [];
      if (session.server.embedded || lockTimeout <= 0) return work();
      const timer = setInterval(() => {
        looking ??= look()
          .catch(() => undefined)
          .finally(() => (looking = null));
      }, lockTimeout / 3);
      try {
        return await work();
      } finally {
        clearInterval(timer);
        await looking;
      }
    },
    seen: () => seen.map(describe),
    async [Symbol.asyncDispose]() {
      await looking;
      const session = await (observer ?? Promise.resolve(null)).catch(() => null);
      await session?.[Symbol.asyncDispose]();
    },
  };
}

/** `process 4711 (app api 10.0.0.7), idle in transaction for 190 s: UPDATE orders …` */
function describe({ id, who, state, seconds, query }: Blocker): string {
  const doing = query.replaceAll(/\s+/g, ' ').trim().slice(0, 120);
  return `process ${id}${who ? ` (${who.trim()})` : ''}, ${state} for ${Math.round(seconds)} s${doing === '' ? '' : `: ${doing}`}`;
}
