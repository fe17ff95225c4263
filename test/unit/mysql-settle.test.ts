import { describe, expect, it } from 'vitest';
import { connect } from '../../src/dialects/mysql/session.ts';
import { settle } from '../../src/dialects/mysql/settle.ts';
import { ServerError } from '../../src/model/error.ts';
import { withDatabase } from '../servers/databases.ts';
import { listening } from '../servers/servers.ts';

const SETUP = [
  'create table p (id int primary key)',
  'create table t (id int not null, a int, b int, c int, constraint positive check (a > 0), key k (b), key k2 (c), constraint fk foreign key (b) references p (id))',
  'create table u (id int auto_increment primary key, key old (id))',
  'create view v as select 1 as one',
  'create table w (x int)',
];

/** Each is done, and then run again as if nobody knew. */
const DONE = [
  'create table n (a int)',
  'create view n as select 1 as one',
  'create index n on t (a)',
  'alter table t add column n int',
  'alter table t add unique key n (c), add column m int',
  'alter table t add primary key (id)',
  'alter table t add constraint n check (b > 0)',
  'alter table t add constraint n foreign key (c) references p (id)',
  'drop table w',
  'drop view v',
  'drop index k2 on t',
  'alter table t drop column c',
  'alter table t drop key k2, drop column c',
  'alter table t drop constraint positive',
  'alter table t drop foreign key fk',
  'alter table u rename index old to `n``w`',
  'alter table t rename column c to `n``w`',
  'alter table `t` change `c` `n w` bigint',
  'rename table w to `n``w`',
  'alter table `w` rename to `n w`',
  'create function n() returns int deterministic no sql return 1',
  'create trigger n before insert on t for each row set new.a = 1',
];

/** Each is refused for good. */
const FAILED = [
  'create table n (a nonsense)',
  'create index n on t (missing)',
  'alter table missing add column a int',
  'alter table t add constraint n check (missing > 0)',
  'alter table t rename column missing to other',
  'alter table t change missing other int',
  'rename table missing to other',
  'select nonsense',
  'insert into t values (1)',
];

describe.each(listening('mysql'))('what became of a statement on $name', (server) => {
  it('is seen from what the server says when it is run again', async () => {
    await withDatabase(server, async (url) => {
      await using session = await connect(url);
      const answers: Record<string, string> = {};
      for (const statement of [...DONE, ...FAILED]) {
        const database = new URL(url).pathname.slice(1);
        await session.run(`drop database \`${database}\``);
        await session.run(`create database \`${database}\``);
        await session.run(`use \`${database}\``);
        for (const one of SETUP) await session.run(one);
        if (DONE.includes(statement)) await session.run(statement);
        const error: unknown = await session.run(statement).catch((e: unknown) => e);
        expect(error, statement).toBeInstanceOf(ServerError);
        answers[statement] = `${await settle(session, statement, error)}`;
        if (answers[statement] !== (DONE.includes(statement) ? 'done' : 'failed'))
          answers[statement] += ` ${(error as ServerError).errno} ${(error as ServerError).message}`;
      }
      expect(answers).toEqual(
        Object.fromEntries([...DONE.map((s) => [s, 'done']), ...FAILED.map((s) => [s, 'failed'])]),
      );
    });
  });
});
