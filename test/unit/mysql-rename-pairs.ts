import { type SchemaObject } from '../../src/model/object.ts';
import { type Pair } from './mysql-pairs.ts';

/** Marks tables and columns with their former names, by present name: `{ t2: 't', 't2.a2': 'a' }`. */
function renamed(former: Readonly<Record<string, string>>): (object: SchemaObject) => SchemaObject {
  const of = (name: string): { readonly renamedFrom?: string } =>
    former[name] === undefined ? {} : { renamedFrom: former[name] };
  return (o) =>
    o.kind === 'sequence'
      ? { ...o, ...of(o.name) }
      : o.kind === 'table'
        ? { ...o, ...of(o.name), columns: o.columns.map((c) => ({ ...c, ...of(`${o.name}.${c.name}`) })) }
        : o;
}

const PARENT = 'create table p (id int primary key);';

export const RENAME_PAIRS: readonly Pair[] = [
  {
    name: 'a table gets another name and another check',
    before: 'create table t (id int primary key, a int, constraint k1 check (a > 0), constraint k2 check (a < 9))',
    after: `create table t2 (id int primary key, a int, constraint k2 check (a < 9), constraint k3 check (a <> 5),
      constraint k4 check (a <> 6))`,
    rows: 'insert into t values (1, 2)',
    mark: renamed({ t2: 't' }),
  },
  {
    name: 'columns of a foreign key get other names below generated columns and checks',
    before: `${PARENT} create table t (id int primary key, a int, g int as (a + 1) virtual, s int as (a + 2) stored,
      constraint k check (a > 0), constraint f foreign key (a) references p (id)); insert into p values (1);`,
    after: `create table p2 (id2 int primary key); create table t (id int primary key, a2 int, g int as (a2 + 3) virtual,
      s int as (a2 + 2) stored, constraint k check (a2 > 0), constraint f foreign key (a2) references p2 (id2) on delete restrict)`,
    rows: 'insert into t (id, a) values (1, 1)',
    mark: renamed({ p2: 'p', 'p2.id2': 'id', 't.a2': 'a' }),
  },
  {
    name: 'a column by which a table is partitioned gets another name',
    before: `create table t (id int primary key, a int) partition by range (id)
      (partition id values less than (10), partition p1 values less than maxvalue);
      create table u (id int primary key) partition by key (id) partitions 2`,
    after: `create table t (x int primary key, a bigint) partition by range (x)
      (partition id values less than (10), partition p1 values less than maxvalue); create table u (y int primary key)`,
    rows: 'insert into t values (1, 2), (20, 3)',
    mark: renamed({ 't.x': 'id', 'u.y': 'id' }),
  },
  {
    name: 'a sequence gets another name below defaults',
    servers: ['mariadb'],
    before: `create sequence s start with 5;
      create table t (id bigint not null default nextval(s) primary key, n bigint default (nextval(s) + 1))`,
    after: `create sequence s2 start with 5 nocache;
      create table t (id bigint not null default nextval(s2) primary key, n bigint default (nextval(s2) + 2), o int)`,
    rows: 'insert into t () values (), ()',
    mark: renamed({ s2: 's' }),
  },
];
