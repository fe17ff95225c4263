import { afterAll, describe, it } from 'vitest';
import { SERVERS } from '../servers/servers.ts';
import { casesOf } from './case-folder.ts';
import { closeScratches } from './place.ts';
import { runCase } from './run-case.ts';

afterAll(closeScratches);

describe.each(SERVERS.filter((s) => s.dialect === 'mysql'))('$title', (server) => {
  const cases = casesOf('mysql').filter(({ settings }) => settings.servers?.includes(server.name) ?? true);

  it.each(cases)('$name', (of) => runCase(of, server));
});
