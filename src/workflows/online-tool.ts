import { type ServerInfo, type Session } from '../dialects/dialect.ts';
import { type TableSize } from '../model/facts.ts';
import { type ObjectId, objectId } from '../model/id.ts';
import { copiesOrStops, type OnlineTool, type TableCopy } from '../model/online-copy.ts';
import { inBytes } from '../model/size.ts';
import { type Plan } from '../model/step.ts';
import { type Project } from './project.ts';
import { shellWord } from './safety.ts';

/** Where and how a program makes its copy. */
export interface CopyPlace {
  readonly database: string;
  /** An options file with user and password (and host), which nobody else can read. */
  readonly file: string;
  /** Absent: as the file says. */
  readonly host?: string;
  readonly port?: string;
  /** What its own tables are called. Absent: as it likes. */
  readonly name?: string;
  /** ms to wait for a lock. */
  readonly lockTimeout: number;
  /** Absent: whichever the file is run on. */
  readonly server?: ServerInfo;
}

type Words = (copy: TableCopy, place: CopyPlace) => readonly string[];

/** Commas and backslashes separate the parts of a DSN. */
const dsn = (text: string): string => text.replaceAll(/[\\,]/g, String.raw`\$&`);
const seconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));

/** MySQL 8.4 has taken the words away by which the program asks for replicas. */
const hidesReplicas = ({ product, number }: ServerInfo): boolean => product === 'mysql' && number >= 80_400;

/** docs.percona.com/percona-toolkit/pt-online-schema-change.html; github.com/github/gh-ost/blob/master/doc/command-line-flags.md */
export const TOOLS: Readonly<Record<OnlineTool, { readonly install: string; readonly words: Words }>> = {
  'pt-online-schema-change': {
    install: 'apt-get install percona-toolkit',
    words: ({ schema, table, clauses }, { database, file, name, lockTimeout, server }) => [
      '--no-version-check',
      ...(server !== undefined && hidesReplicas(server) ? ['--recursion-method=none'] : []),
      ...(name === undefined ? [] : [`--new-table-name=${name}_new`, '--progress=time,5']),
      `--set-vars=lock_wait_timeout=${seconds(lockTimeout)}`,
      `--alter=${clauses}`,
      `F=${dsn(file)},A=utf8mb4,D=${dsn(schema || database)},t=${dsn(table)}`,
      '--execute',
    ],
  },
  'gh-ost': {
    install: 'install gh-ost from github.com/github/gh-ost/releases',
    words: ({ schema, table, clauses }, { database, file, host, port, name, lockTimeout }) => [
      `--conf=${file}`,
      ...(host === undefined ? [] : [`--host=${host}`, `--port=${port || 3306}`]),
      `--database=${schema || database}`,
      `--table=${table}`,
      `--alter=${clauses}`,
      ...(name === undefined ? [] : [`--force-table-names=${name}`, '--initially-drop-socket-file', '--verbose']),
      `--cut-over-lock-timeout-seconds=${Math.min(10, seconds(lockTimeout))}`,
      '--allow-on-master',
      '--ok-to-drop-table',
      '--execute',
    ],
  },
};

/** The command as a person types it, with an options file that he has. */
export function commandLine(tool: OnlineTool, copy: TableCopy, place: Omit<CopyPlace, 'file' | 'name'>): string {
  const words = TOOLS[tool].words(copy, { ...place, file: '.my.cnf' });
  return [tool, ...words].map(shellWord).join(' ');
}

/** What the file of a plan says above a statement that a program is to run in the server's place. */
export function onlineNote({
  dialect,
  manifest,
}: Project): (sql: string) => { readonly tool: OnlineTool; readonly command: string } | null {
  const { online, lockTimeout } = manifest.safety;
  return (sql) => {
    const copy = online === undefined ? null : (dialect.handOver?.copyOf(sql) ?? null);
    if (online === undefined || copy === null) return null;
    return { tool: online.tool, command: commandLine(online.tool, copy, { database: '$DATABASE', lockTimeout }) };
  };
}

/** The commands of the steps that a program is going to run, by the sizes that tables have now. */
export function onlineCommands(
  { dialect, manifest }: Project,
  session: Session,
  { steps }: Plan,
  sizes: ReadonlyMap<ObjectId, TableSize>,
): ReadonlyMap<string, string> {
  const { online, lockTimeout } = manifest.safety;
  if (online === undefined) return new Map();
  const { server } = session;
  const { hostname: host, port } = new URL(session.url);
  const place = { database: server.database, host, port, lockTimeout, server };
  return new Map(
    steps.flatMap((step): [string, string][] => {
      const copy = copiesOrStops(online.tool, step.hazards) ? dialect.handOver?.copyOf(step.sql) : null;
      const size = copy ? sizes.get(objectId('table', copy.schema, copy.table)) : undefined;
      const bytes = (size?.bytes ?? 0) + (size?.indexBytes ?? 0);
      if (!copy || bytes < online.over) return [];
      const command = commandLine(online.tool, copy, place);
      return [[step.id, `${inBytes(bytes)} are copied beside the table in use: ${command}`]];
    }),
  );
}
