const AT_ONCE = 500;

/**
 * SQL of `count` tables as an application would have them: keys, foreign keys, checks, indexes, comments; enums and views beside. In
 * scripts of some hundred statements: each locks what it makes until its end, and a server has only so many locks.
 */
export function tablesSql(count: number, dialect: 'postgres' | 'mysql'): string[] {
  const tables = Array.from({ length: count }, (_, i) => (dialect === 'postgres' ? postgresTable(i) : mysqlTable(i)));
  const few = Array.from({ length: dialect === 'postgres' ? Math.ceil(count / 50) : 0 }, (_, i) => i);
  const all = [...few.map(postgresEnum), ...tables, ...few.map(postgresView)];
  return Array.from({ length: Math.ceil(all.length / AT_ONCE) }, (_, i) =>
    all.slice(i * AT_ONCE, (i + 1) * AT_ONCE).join('\n'),
  );
}

function postgresEnum(i: number): string {
  return `create type state_${i} as enum ('new', 'open', 'done', 'gone');`;
}

function postgresView(i: number): string {
  return `create view v${i} as
  select t.id, t.title, t.amount * t.quantity as total, p.code as parent_code
  from t${i * 50} t left join t${Math.max(0, i * 50 - 1)} p on p.id = t.parent_id where t.amount > 0;`;
}

function postgresTable(i: number): string {
  const parent = i % 10 === 0 ? i : i - 1;
  return `create table t${i} (
  id bigint generated always as identity primary key,
  parent_id bigint references t${parent} (id) on delete cascade,
  origin_id bigint references t${Math.floor(i / 2)} (id),
  code varchar(40) not null,
  title text not null default 'untitled',
  amount numeric(12,2) not null default 0,
  quantity integer not null default 1,
  state state_${Math.floor(i / 50)} not null default 'new',
  settings jsonb not null default '{}',
  note text,
  active boolean not null default true,
  created_at timestamptz not null default now(),
  constraint t${i}_amount_check check (amount >= 0 and quantity > 0)
);
create index t${i}_parent_idx on t${i} (parent_id);
create index t${i}_recent_idx on t${i} (code, created_at desc) where active;
comment on table t${i} is 'Table number ${i}';
comment on column t${i}.code is 'What people call it';`;
}

function mysqlTable(i: number): string {
  const parent =
    i % 10 === 0
      ? ''
      : `, constraint t${i}_parent_fk foreign key (parent_id) references t${i - 1} (id) on delete cascade`;
  return `create table t${i} (
  id bigint not null auto_increment primary key,
  parent_id bigint,
  code varchar(40) not null,
  title varchar(200) not null default 'untitled',
  amount decimal(12,2) not null default 0,
  state varchar(10) not null default 'new',
  settings json,
  note text,
  created_at datetime not null default current_timestamp,
  unique key t${i}_code_key (code),
  key t${i}_parent_idx (parent_id),
  key t${i}_recent_idx (state, created_at),
  constraint t${i}_amount_check check (amount >= 0)${parent}
) comment='Table number ${i}';`;
}
