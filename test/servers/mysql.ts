import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { setUpSid, sidProgram } from './debian-sid.ts';
import { findProgram, foundOrInstalled } from './install.ts';
import { freePort, type Program, runOnce, type Started, serverFolder, startServer } from './process.ts';

/** Debian's MariaDB. */
export async function startMariadb(run: string): Promise<Started> {
  const [server, install] = foundOrInstalled(
    'MariaDB',
    () => {
      const programs = [findProgram('mariadbd', '/usr/sbin/mariadbd'), findProgram('mariadb-install-db')] as const;
      return programs[0] === null || programs[1] === null ? null : ([programs[0], programs[1]] as const);
    },
    ['mariadb-server'],
    'DBOPS_TEST_MARIADB_URL',
  );
  const folder = serverFolder(run, 'mariadb');
  const data = join(folder, 'data');
  const init = ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db'];
  runOnce({ command: [install] }, init, folder);
  return startMysqlLike('MariaDB', folder, { command: [server] }, []);
}

/** MySQL: the one in PATH when it is not MariaDB, else Debian sid's. */
export async function startMysql(run: string): Promise<Started> {
  const program = installedMysql() ?? sidMysql();
  const folder = serverFolder(run, 'mysql');
  const data = join(folder, 'data');
  runOnce(program, ['--initialize-insecure', `--datadir=${data}`], folder);
  return startMysqlLike('MySQL', folder, program, ['--mysqlx=OFF', '--skip-log-bin']);
}

function installedMysql(): Program | null {
  const path = findProgram('mysqld', '/usr/sbin/mysqld');
  if (path === null || spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout?.includes('MariaDB')) return null;
  return { command: [path, '--no-defaults'] };
}

function sidMysql(): Program {
  const folder = setUpSid();
  const { command } = sidProgram(folder, 'usr/sbin/mysqld');
  return { command: [...command, '--no-defaults', `--basedir=${join(folder, 'usr')}`] };
}

async function startMysqlLike(
  title: string,
  folder: string,
  { command }: Program,
  args: readonly string[],
): Promise<Started> {
  const port = await freePort();
  const common = [
    `--datadir=${join(folder, 'data')}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    // A server that starts sweeps its folder for temporary tables: in a shared one, those of servers that run.
    `--tmpdir=${folder}`,
    `--socket=${join(folder, 'socket')}`,
    `--pid-file=${join(folder, 'pid')}`,
    '--innodb-flush-log-at-trx-commit=0',
    '--local-infile=ON',
    '--max-connections=200',
    '--secure-file-priv=',
  ];
  const defaults = command.includes('--no-defaults') ? [] : ['--no-defaults'];
  const url = `mysql://root@127.0.0.1:${port}`;
  return startServer(
    title,
    folder,
    { command },
    [...defaults, ...common, ...args],
    url,
    async () => {
      const connection = await createConnection(url);
      await connection.end();
    },
    'SIGKILL',
  );
}
