import { type SeedSet } from '../../src/model/seed.ts';
import { madeSet, type World } from './world.ts';

/** Tables that the seed tests fill: a parent with a natural key, numbered ones below it, a tree, and two that need each other. */
export const TABLES = {
  postgres: `
create table countries (code char(2) primary key, name text not null unique, note text, extra jsonb, member boolean);
create table customers (id bigint generated always as identity primary key, email varchar(80) not null unique,
  full_name text not null, country char(2) references countries, created_at timestamptz not null default now());
create table orders (id bigserial primary key, customer_id bigint not null references customers on delete cascade,
  status varchar(10) not null, total numeric(12,2) not null check (total >= 0), placed date);
create table staff (id int primary key, name text not null, boss int references staff);
create table teams (id int primary key, name text not null, lead_id int);
create table people (id int primary key, team_id int not null references teams);
alter table teams add foreign key (lead_id) references people;`,
  mysql: `
alter database character set utf8mb4;
create table countries (code char(2) primary key, name varchar(100) not null unique, note text, extra json, member boolean);
create table customers (id bigint auto_increment primary key, email varchar(80) not null unique,
  full_name text not null, country char(2), created_at datetime not null default current_timestamp,
  foreign key (country) references countries (code));
create table orders (id bigint auto_increment primary key, customer_id bigint not null,
  status varchar(10) not null, total numeric(12,2) not null check (total >= 0), placed date,
  foreign key (customer_id) references customers (id) on delete cascade);
create table staff (id int primary key, name text not null, boss int, foreign key (boss) references staff (id));
create table teams (id int primary key, name text not null, lead_id int);
create table people (id int primary key, team_id int not null, foreign key (team_id) references teams (id));
alter table teams add foreign key (lead_id) references people (id);`,
} as const;

export const COUNTRIES = 'code,name\nde,Germany\nfr,France\nit,Italy\n';
export const customers = (count: number, rest: Partial<SeedSet> = {}): SeedSet =>
  madeSet(
    'customers',
    {
      count,
      seed: 42,
      columns: {
        email: { faker: 'internet.email', unique: true },
        full_name: { faker: 'person.fullName' },
        country: { ref: 'countries_file', null_rate: 0.2 },
        created_at: { between: ['now - 365d', 'now'] },
      },
    },
    rest,
  );
export const orders = (rest: Partial<SeedSet> = {}): SeedSet =>
  madeSet(
    'orders',
    {
      per: { set: 'customers_made', as: 'customer_id', count: { zipf: [0, 10] } },
      columns: {
        status: { pick: { paid: 70, open: 30 } },
        total: { normal: [80, 35], min: 0, scale: 2 },
        placed: { between: ['now - 30d', 'now'] },
      },
    },
    rest,
  );

/** Where each row is and which transaction wrote it (PostgreSQL); what it holds (MySQL). */
export const traces = async ({ see, server }: World, table: string): Promise<readonly string[]> =>
  see(
    server.dialect === 'postgres' ? `select ctid, xmin from ${table} order by 1` : `select * from ${table} order by 1`,
  );
