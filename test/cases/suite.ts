import { afterAll, describe, it } from 'vitest';
import { ALL_SERVERS, SERVERS, type ServerName } from '../servers/servers.ts';
import { casesOf } from './case-folder.ts';
import { closeScratches } from './place.ts';
import { runCase } from './run-case.ts';

/** Every case of a server's dialect. Each server has a file of its own, so that workers can share them. */
export function casesOn(name: ServerName): void {
  const server = ALL_SERVERS.find((s) => s.name === name);
  if (server === undefined) throw new Error(`there is no server ${name}`);
  afterAll(closeScratches);
  describe.skipIf(!SERVERS.includes(server))(server.title, () => {
    const cases = casesOf(server.dialect).filter(({ settings }) => settings.servers?.includes(name) ?? true);
    it.each(cases)('$name', (of) => runCase(of, server));
  });
}
