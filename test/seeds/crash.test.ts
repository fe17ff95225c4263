import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { applySeeds } from '../../src/seeds/apply.ts';
import { SERVERS } from '../servers/servers.ts';
import { TABLES } from './tables.ts';
import { counts, inWorld, madeSet, rowsSet } from './world.ts';

const CHILD = fileURLToPath(new URL('./crash-child.ts', import.meta.url));

describe.each(SERVERS.filter((s) => s.variable !== null))('a seed run on $name killed in the middle', (server) => {
  it('leaves nothing behind, and the next one completes', () =>
    inWorld(server, TABLES[server.dialect], async (w) => {
      await applySeeds(w.run([rowsSet('countries', [{ code: 'de', name: 'Germany' }])]));
      const child = spawn(process.execPath, [CHILD, server.name, w.url], { stdio: ['ignore', 'pipe', 'inherit'] });
      const ended = once(child, 'exit');
      await once(child.stdout, 'data');
      child.kill('SIGKILL');
      await ended;
      const columns = { id: { sequence: 1 }, name: { faker: 'person.fullName' } };
      const small = [madeSet('staff', { count: 1000, columns })];
      expect(counts(await applySeeds(w.run(small)))).toEqual(['staff_made +1000 ~0 -0 =0']);
      expect(await w.see('select count(*), max(id) from staff')).toEqual(['1000|1000']);
      expect(await w.see('select count(*) from countries')).toEqual(['1']);
    }));
});
