import { type DialectName } from '../../src/model/manifest.ts';

/** A database with rows, and the manifest that it is to be like: a bit of every kind of step. */
export const START: Readonly<Record<DialectName, (rows: number) => string>> = {
  postgres: (rows) => `
    create type mood as enum ('good', 'bad');
    create table customers (id bigint primary key, email text not null, name text, country text, age int, points int, joined date not null, mood mood);
    insert into customers select i, 'c' || i || '@example.org', 'Name ' || i, case when i % 3 = 0 then 'DE' else 'FR' end, 18 + i % 60, i % 77, date '2024-01-01' + i % 300, 'good' from generate_series(1, ${rows}) i;
    create table orders (id bigint primary key, customer_id bigint not null, total numeric(10,2), note text, state text not null);
    insert into orders select i, 1 + i % ${rows}, i % 1000, 'note ' || i, 'open' from generate_series(1, ${rows}) i;
    create index orders_note_idx on orders (note);
    create index customers_country_idx on customers (country);`,
  mysql: (rows) => `
    create table customers (id bigint primary key, email varchar(80) not null, name varchar(80), country char(2), age int, points int, joined date not null);
    insert into customers with recursive n (i) as (select 1 union all select i + 1 from n where i < ${rows})
      select i, concat('c', i, '@example.org'), concat('Name ', i), if(i % 3 = 0, 'DE', 'FR'), 18 + i % 60, i % 77, date_add('2024-01-01', interval i % 300 day) from n;
    create table orders (id bigint primary key, customer_id bigint not null, total decimal(10,2), note varchar(80), state varchar(20) not null);
    insert into orders select id, id, id % 1000, concat('note ', id), 'open' from customers;
    create index orders_note_idx on orders (note);
    create index customers_country_idx on customers (country);`,
};

/** `dev`: a database that may be wiped, which spares each run the making of one. */
export function manifest(dialect: DialectName, url: string, dev: string): string {
  const place = dialect === 'postgres' ? `, dev: "${dev}"` : '';
  return `version: 1
name: chaos
dialect: ${dialect}
include: { schema: [schema.yaml] }
targets: { chaos: { url: "${url}"${place} } }
`;
}

const TEXT: Readonly<Record<DialectName, { readonly text: string; readonly country: string; readonly now: string }>> = {
  postgres: { text: 'text', country: 'text', now: 'timestamptz' },
  mysql: { text: 'varchar(80)', country: 'char(2)', now: 'timestamp' },
};

export function schema(dialect: DialectName): string {
  const { text, country } = TEXT[dialect];
  const postgres = dialect === 'postgres';
  return `${postgres ? 'enums:\n  mood: [good, bad, tired]\n' : ''}tables:
  customers:
    comment: People who buy things
    columns:
      id: { type: bigint, not_null: true }
      email: { type: ${text}, not_null: true }
      full_name: { type: ${text}, renamed_from: name }
      country: { type: ${country}, not_null: true }
      age: bigint
      points: { type: bigint, online: true }
      joined: { type: date, not_null: true, default: "'2024-01-01'" }
${postgres ? '      mood: mood\n' : ''}      score: { type: int, not_null: true, default: 0 }
    primary_key: [id]
    uniques: { customers_email_key: [email] }
    checks: { customers_age_check: age > 0 }
    indexes: { customers_joined_idx: [joined] }
  orders:
    columns:
      id: { type: bigint, not_null: true }
      customer_id: { type: bigint, not_null: true }
      total: { type: "numeric(12,2)", not_null: true }
      note: ${text}
      state: { type: ${text}, not_null: true, default: "'open'" }
    primary_key: [id]
    checks: { orders_total_check: total >= 0 }
    indexes: { orders_note_idx: [note, state], orders_customer_id_idx: [customer_id] }
    foreign_keys:
      orders_customer_id_fkey: { columns: [customer_id], references: customers(id) }
  tags:
    columns:
      id: { type: bigint, not_null: true }
      order_id: { type: bigint, not_null: true }
      tag: { type: ${text}, not_null: true }
    primary_key: [id]
    indexes: { tags_order_id_idx: [order_id] }
    foreign_keys:
      tags_order_id_fkey: { columns: [order_id], references: orders(id) }
views:
  open_orders:
    query: select id, total from orders where state = 'open'
`;
}

/** Every row by what it says. */
export const ROWS = [
  'select id, email, full_name, country, age, points, joined, score from customers order by id',
  'select id, customer_id, total, note, state from orders order by id',
  'select * from tags order by id',
];
