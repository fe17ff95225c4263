import { type ServerError } from '../../model/error.ts';
import { type LockMode } from '../../model/step.ts';
import { type Manners, type ServerInfo, type Way } from '../dialect.ts';

interface Manner {
  readonly algorithm: string;
  readonly lock: string;
  readonly mode: LockMode;
  readonly rewrites: Way['rewrites'];
}

const NONE = { lock: 'NONE', mode: 'none' } as const;
const SHARED = { lock: 'SHARED', mode: 'shared' } as const;
const EXCLUSIVE = { lock: 'EXCLUSIVE', mode: 'exclusive' } as const;
const COPIES: readonly Manner[] = [
  { algorithm: 'COPY', ...SHARED, rewrites: 'always' },
  { algorithm: 'COPY', ...EXCLUSIVE, rewrites: 'always' },
];

/** The cheapest first. MySQL takes no lock beside INSTANT: https://dev.mysql.com/doc/refman/9.0/en/alter-table.html, https://mariadb.com/kb/en/innodb-online-ddl-overview/ */
const MANNERS: { readonly [P in ServerInfo['product']]: readonly Manner[] } = {
  postgres: [],
  mysql: [
    { algorithm: 'INSTANT', lock: 'DEFAULT', mode: 'none', rewrites: 'never' },
    { algorithm: 'INPLACE', ...NONE, rewrites: 'maybe' },
    { algorithm: 'INPLACE', ...SHARED, rewrites: 'maybe' },
    ...COPIES,
  ],
  mariadb: [
    { algorithm: 'INSTANT', ...NONE, rewrites: 'never' },
    { algorithm: 'NOCOPY', ...NONE, rewrites: 'never' },
    { algorithm: 'NOCOPY', ...SHARED, rewrites: 'never' },
    { algorithm: 'INPLACE', ...NONE, rewrites: 'maybe' },
    { algorithm: 'INPLACE', ...SHARED, rewrites: 'maybe' },
    ...COPIES,
  ],
};

/** SQL up to where the clauses of an ALTER TABLE begin. */
const ALTER = /^(?:SET STATEMENT \w+\s*=\s*\w+ FOR )?ALTER TABLE (?:`(?:[^`]|``)+`\.)?`(?:[^`]|``)+` /;
const INDEX = /^(?:SET STATEMENT \w+\s*=\s*\w+ FOR )?CREATE (?:UNIQUE |FULLTEXT |SPATIAL |VECTOR )?INDEX /;
const DROP_INDEX = /^DROP INDEX /;
/** Work on partitions stands last, or by itself. */
const PARTITIONS =
  /^(?:(?:ADD|DROP|REORGANIZE|COALESCE|TRUNCATE|EXCHANGE|REBUILD) PARTITION|REMOVE PARTITIONING|PARTITION BY)\b/;

/** Where the words may stand in a statement; null where it has no place for them. */
function written(sql: string, words: (separator: string) => string, { product }: ServerInfo): string | null {
  const head = ALTER.exec(sql)?.[0];
  if (head !== undefined) {
    const clauses = sql.slice(head.length);
    if (!PARTITIONS.test(clauses)) return `${sql}, ${words(', ')}`;
    if (product === 'mariadb') return null;
    const alone = /^(?:PARTITION BY|REMOVE PARTITIONING)/.test(clauses);
    return `${head}${words(', ')}${alone ? ' ' : ', '}${clauses}`;
  }
  if (DROP_INDEX.test(sql) && product === 'mariadb') return null;
  return INDEX.test(sql) || DROP_INDEX.test(sql) ? `${sql} ${words(' ')}` : null;
}

const MODES: Partial<Record<LockMode, string>> = { none: 'NONE', shared: 'SHARED', exclusive: 'EXCLUSIVE' };

/** Not this algorithm, not this lock, not both at once, not known to this version; and MariaDB's word for all that beside a foreign key. */
const DECLINED: ReadonlySet<number | undefined> = new Set([1845, 1846, 1221, 1800, 1064]);

/**
 * MariaDB builds the key of a foreign key anew where it had made the one that is there by itself, else it does nothing: whether the
 * target's is such a one, no copy of the table tells. NOCOPY takes either.
 */
const MAY_BUILD_KEY = / ADD CONSTRAINT `(?:[^`]|``)+` FOREIGN KEY | DROP KEY (`(?:[^`]|``)+`), ADD KEY \1 /;

export const manners: Manners = {
  ways(sql, server) {
    const known = MANNERS[server.product];
    const able =
      server.product === 'mariadb' && MAY_BUILD_KEY.test(sql) ? known.filter((m) => m.algorithm !== 'INSTANT') : known;
    return able.flatMap(({ algorithm, lock, mode, rewrites }) => {
      const text = written(sql, (separator) => `ALGORITHM=${algorithm}${separator}LOCK=${lock}`, server);
      return text === null ? [] : [{ sql: text, lock: mode, rewrites }];
    });
  },
  documented(sql, mode, server) {
    const lock = MODES[mode] ?? 'DEFAULT';
    return written(sql, (separator) => `ALGORITHM=DEFAULT${separator}LOCK=${lock}`, server) ?? sql;
  },
  isDeclined: ({ errno }: ServerError) => DECLINED.has(errno),
};
