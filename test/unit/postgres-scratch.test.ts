import { describe, expect, it } from 'vitest';
import { scratch } from '../../src/dialects/postgres/scratch.ts';
import { load, withDatabase } from '../servers/databases.ts';
import { SERVERS } from '../servers/servers.ts';

describe.each(SERVERS.filter((s) => s.name === 'pg15' || s.name === 'pg18'))('a dev database on $name', (server) => {
  it('is emptied of an extension whose operators an index has with settings', async () => {
    await withDatabase(server, async (dev) => {
      const index = 'CREATE INDEX i ON t USING gist (a gist_trgm_ops (siglen = 32))';
      await load(server, dev, `CREATE EXTENSION pg_trgm; CREATE TABLE t (a text); ${index}`);
      const place = await scratch({ target: null, dev, extensions: ['pg_trgm'] });
      if ('unavailable' in place) throw new Error(place.unavailable);
      await using _ = place;
      await place.reset();
      expect(await place.session.rows('SELECT extname FROM pg_extension')).toEqual([{ extname: 'plpgsql' }]);
    });
  });
});
