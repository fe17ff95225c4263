import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { expectDecent, run, type Screen } from '../errors/screen.ts';
import { rowsOf, withDatabase, withFolder } from '../servers/databases.ts';
import { server, type TestServer } from '../servers/servers.ts';
import { secrets, withPassword, write, writeProject } from './project.ts';

interface Relay extends AsyncDisposable {
  readonly port: number;
  /** Cuts every connection as a dying network does. */
  cut(): void;
}

/** A port that leads to another one, or to nobody who answers. */
async function relay(host: string, to: { readonly host: string; readonly port: number } | null): Promise<Relay> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => sockets.add(socket.on('error', () => socket.destroy())) && socket;
  const listener: Server = createServer((client) => {
    keep(client);
    if (to === null) return;
    const upstream = keep(connect(to.port, to.host));
    client.pipe(upstream).pipe(client);
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  listener.listen(0, host);
  await once(listener, 'listening');
  const cut = (): void => sockets.forEach((socket) => void socket.resetAndDestroy());
  return {
    port: (listener.address() as AddressInfo).port,
    cut,
    [Symbol.asyncDispose]: async () => {
      cut();
      listener.close();
      await once(listener, 'close');
    },
  };
}

const place = (url: string): { host: string; port: number } => {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
};

function moved(url: string, host: string, port: number): string {
  const parsed = new URL(url);
  parsed.hostname = host;
  parsed.port = String(port);
  return parsed.href;
}

/** A plan for a project whose target is that URL. */
async function planWith(on: TestServer, url: string): Promise<Screen> {
  return withFolder(async (folder) => {
    writeProject(folder, on.dialect, { staging: url, production: url });
    const screen = await run(folder, ['plan', '--verbose']);
    expectDecent(screen);
    for (const secret of secrets()) expect(`${screen.stdout}${screen.stderr}`).not.toContain(secret);
    return screen;
  });
}

const TABLES = /create table/i;
const SERVERS = [server('pg18'), server('mysql'), server('mariadb')].filter((s) => s !== undefined);

describe.each(SERVERS)('a connection to $title', { timeout: 120_000 }, (on) => {
  const mysql = on.dialect === 'mysql';

  it('is had over IPv6, and with a password that a URL has to escape', async () => {
    await withDatabase(on, async (bare) => {
      const url = await withPassword(on, bare);
      await using six = await relay('::1', place(url));
      expect((await planWith(on, moved(url, '[::1]', six.port))).stdout).toMatch(TABLES);
    });
  });

  it('is had over a socket', async ({ skip }) => {
    await withDatabase(on, async (bare) => {
      const query = mysql
        ? 'select @@socket as place'
        : "select split_part(current_setting('unix_socket_directories'), ',', 1) as place";
      const where = String((await rowsOf(on, bare, query))[0]?.place ?? '');
      if (where === '') skip('the server listens on no socket');
      const { username, pathname, port } = new URL(bare);
      const url = mysql
        ? `mysql://${username}@localhost${pathname}?socket=${encodeURIComponent(where)}`
        : `postgres://${username}@localhost:${port}${pathname}?host=${encodeURIComponent(where)}`;
      expect((await planWith(on, url)).stdout).toMatch(TABLES);
    });
  });

  it('is refused in words when the host has no address', async () => {
    await withDatabase(on, async (bare) => {
      const url = moved(await withPassword(on, bare), 'nowhere.invalid', 5);
      const { exit, stderr } = await planWith(on, url);
      expect(exit).toBe(1);
      expect(stderr).toMatch(
        /error\[connection-failed\]: cannot connect to \S+nowhere\.invalid\S*: .*(ENOTFOUND|EAI_AGAIN)/,
      );
      expect(stderr).toContain('fix: check that the server runs');
    });
  });

  it('is not had without TLS where TLS is asked for', async () => {
    await withDatabase(on, async (bare) => {
      const url = new URL(await withPassword(on, bare));
      url.search = mysql ? '?ssl-mode=VERIFY_CA' : '?sslmode=verify-full';
      const { exit, stderr } = await planWith(on, url.href);
      expect(exit).toBe(1);
      expect(stderr).toMatch(/error\[connection-failed\]: cannot connect to .*: .*(SSL|TLS|secure|certificate)/i);
    });
  });

  it.runIf(mysql)('is not had with words about TLS that are not understood', async () => {
    await withDatabase(on, async (bare) => {
      for (const words of ['sslmode=require', 'ssl-mode=REQUIERD', 'useSSL=true']) {
        const { exit, stderr } = await planWith(on, `${bare}?${words}`);
        expect(exit).toBe(1);
        expect(stderr).toContain(
          `the parameter ${words.startsWith('ssl-mode') ? words : words.split('=')[0]} is not known`,
        );
        expect(stderr).toContain('fix: write ssl-mode=DISABLED|PREFERRED|REQUIRED');
      }
    });
  });

  it('is given up when nobody answers', async () => {
    await withDatabase(on, async (bare) => {
      await using silent = await relay('127.0.0.1', null);
      const { exit, stderr } = await planWith(on, moved(bare, '127.0.0.1', silent.port));
      expect(exit).toBe(1);
      expect(stderr).toMatch(/error\[connection-failed\]: cannot connect to .*: .*tim(ed? ?out|eout)/i);
    });
  });

  it('may be lost: the run says so, and the next one goes on', async () => {
    await withFolder((folder) =>
      withDatabase(on, async (bare) => {
        const url = await withPassword(on, bare);
        await using line = await relay('127.0.0.1', place(url));
        const through = moved(url, '127.0.0.1', line.port);
        writeProject(folder, on.dialect, { staging: through, production: through });
        const nap = mysql ? 'do sleep(3)' : 'select pg_sleep(3)';
        write(folder, {
          'migrations/20260101000000_long.sql': `-- migrate:up transaction:false\ncreate table one (id int primary key);\n${nap};\ncreate table two (id int primary key);\n-- migrate:down transaction:false\ndrop table two;\ndrop table one;\n`,
        });
        const cutOnce = (stderr: string): null => {
          if (stderr.includes('sleep')) line.cut();
          return null;
        };
        const lost = await run(folder, ['migrate', 'up'], { signalWhen: cutOnce });
        expectDecent(lost);
        expect([1, 5]).toContain(lost.exit);
        expect(lost.stderr).toMatch(
          /error\[(connection-failed|stopped-part-way)\]: .*(lost|closed|ECONNRESET|terminated)/,
        );
        for (const secret of secrets()) expect(lost.stderr).not.toContain(secret);
        expect(await run(folder, ['migrate', 'up'])).toMatchObject({ exit: 0 });
        expect(await rowsOf(on, bare, 'select count(*) as n from two')).toHaveLength(1);
      }),
    );
  });
});
