/** SQL of `count` tables as an application would have them: keys, foreign keys, checks, indexes, comments. */
export function tablesSql(count: number, dialect: 'postgres' | 'mysql'): string {
  return Array.from({ length: count }, (_, i) => (dialect === 'postgres' ? postgresTable(i) : mysqlTable(i))).join(
    '\n',
  );
}

function postgresTable(i: number): string {
  const parent = i % 10 === 0 ? '' : `references t${i - 1} (id) on delete cascade`;
  return `create table t${i} (
  id bigint generated always as identity primary key,
  parent_id bigint ${parent},
  code varchar(40) not null,
  title text not null default 'untitled',
  amount numeric(12,2) not null default 0,
  state text not null default 'new',
  settings jsonb not null default '{}',
  created_at timestamptz not null default now(),
  constraint t${i}_code_key unique (code),
  constraint t${i}_amount_check check (amount >= 0),
  constraint t${i}_state_check check (state in ('new', 'open', 'done'))
);
create index t${i}_parent_idx on t${i} (parent_id);
create index t${i}_recent_idx on t${i} (state, created_at desc) where state <> 'done';
comment on table t${i} is 'Table number ${i}';`;
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
  created_at datetime not null default current_timestamp,
  unique key t${i}_code_key (code),
  key t${i}_parent_idx (parent_id),
  key t${i}_recent_idx (state, created_at),
  constraint t${i}_amount_check check (amount >= 0)${parent}
) comment='Table number ${i}';`;
}
