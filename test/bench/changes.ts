import { type DialectName } from '../../src/model/manifest.ts';

type Properties = Record<string, unknown>;

/** A schema as the manifest has it, to be edited. */
export interface Schema {
  readonly tables: Record<string, Properties & { columns: Record<string, Properties> }>;
  readonly views: Record<string, string>;
  enums?: Record<string, readonly string[]>;
  domains?: Record<string, Properties>;
}

/** One kind of change: what of the manifest is edited, and the statement that people would write for it (`null`: the same one). */
export interface LiveChange {
  readonly what: string;
  edit(schema: Schema): void;
  readonly naive?: Readonly<Record<DialectName, string>>;
  readonly phase?: 'contract';
  /** Where there is such a thing. */
  readonly only?: DialectName;
  /** What applications call the note from here on. */
  readonly note?: string;
}

export function startSchema(): Schema {
  return {
    tables: {
      customers: {
        columns: { id: { type: 'bigint', not_null: true }, name: { type: 'varchar(60)' } },
        primary_key: ['id'],
      },
      orders: {
        columns: {
          id: { type: 'bigint', not_null: true },
          customer_id: { type: 'bigint' },
          status: { type: 'varchar(20)', not_null: true },
          amount: { type: 'integer' },
          ref: { type: 'bigint' },
          note: { type: 'varchar(100)' },
          legacy: { type: 'varchar(20)' },
          touched: { type: 'bigint', not_null: true, default: 0 },
        },
        primary_key: ['id'],
      },
    },
    views: {},
  };
}

const both = (sql: string): Readonly<Record<DialectName, string>> => ({ postgres: sql, mysql: sql });

function orders(schema: Schema): Properties & { columns: Record<string, Properties> } {
  const { orders } = schema.tables;
  if (orders === undefined) throw new Error('orders');
  return orders;
}

function column(name: string, properties: Properties | null): LiveChange['edit'] {
  return (schema) => {
    const { columns } = orders(schema);
    if (properties === null) delete columns[name];
    else columns[name] = properties;
  };
}

function member(section: string, name: string, value: unknown): LiveChange['edit'] {
  return (schema) => {
    const own = orders(schema);
    const there = { ...((own[section] ?? {}) as Properties), [name]: value };
    if (value === null) delete there[name];
    if (Object.keys(there).length > 0) own[section] = there;
    else delete own[section];
  };
}

/** In this order, each on top of the others. */
export const CHANGES: readonly LiveChange[] = [
  { what: 'add a column', edit: column('extra', { type: 'integer' }) },
  { what: 'add a column with a default', edit: column('kind', { type: 'integer', not_null: true, default: 7 }) },
  { what: 'set a default', edit: column('extra', { type: 'integer', default: 1 }) },
  { what: 'drop a default', edit: column('extra', { type: 'integer' }) },
  {
    what: 'add an index',
    edit: member('indexes', 'orders_customer_idx', ['customer_id']),
    naive: both('create index naive_customer_idx on orders (customer_id)'),
  },
  {
    what: 'rename an index',
    edit: (s) => {
      member('indexes', 'orders_customer_idx', null)(s);
      member('indexes', 'orders_by_customer', { columns: ['customer_id'], renamed_from: 'orders_customer_idx' })(s);
    },
  },
  {
    what: 'replace an index',
    edit: member('indexes', 'orders_by_customer', ['customer_id', 'status']),
    naive: {
      postgres: 'drop index naive_customer_idx; create index naive_customer_idx on orders (customer_id, status)',
      mysql:
        'alter table orders drop index naive_customer_idx, add index naive_customer_idx (customer_id, status), algorithm = copy',
    },
  },
  {
    what: 'add a second index',
    edit: member('indexes', 'orders_status_idx', ['status', 'ref']),
    naive: both('create index naive_status_idx on orders (status, ref)'),
  },
  { what: 'drop an index', edit: member('indexes', 'orders_status_idx', null) },
  {
    what: 'add a unique',
    edit: member('uniques', 'orders_ref_key', ['ref']),
    naive: both('alter table orders add constraint naive_ref_key unique (ref)'),
  },
  { what: 'drop a unique', edit: member('uniques', 'orders_ref_key', null) },
  {
    what: 'add a foreign key',
    edit: member('foreign_keys', 'orders_customer_fkey', { columns: ['customer_id'], references: 'customers(id)' }),
    naive: both('alter table orders add constraint naive_fkey foreign key (customer_id) references customers (id)'),
  },
  { what: 'drop a foreign key', edit: member('foreign_keys', 'orders_customer_fkey', null) },
  { what: 'widen a varchar', edit: column('legacy', { type: 'varchar(60)' }) },
  {
    what: 'rename a column',
    edit: (s) => {
      column('legacy', null)(s);
      column('former', { type: 'varchar(60)', renamed_from: 'legacy' })(s);
    },
  },
  { what: 'drop a column', edit: column('former', null) },
  {
    what: 'make a column not null',
    edit: column('ref', { type: 'bigint', not_null: true }),
    naive: {
      postgres: 'alter table orders alter column ref set not null',
      mysql: 'alter table orders modify ref bigint not null, algorithm = copy',
    },
  },
  { what: 'let a column be null', edit: column('ref', { type: 'bigint' }) },
  {
    what: 'change a type: expand',
    edit: column('amount', { type: 'bigint', online: true }),
    naive: {
      postgres: 'alter table orders alter column amount type bigint',
      mysql: 'alter table orders modify amount bigint',
    },
  },
  { what: 'change a type: contract', edit: () => undefined, phase: 'contract' },
  {
    what: 'rename a column in use: expand',
    edit: (s) => {
      column('note', null)(s);
      column('remark', { type: 'varchar(100)', renamed_from: 'note', online: true })(s);
    },
    note: 'remark',
  },
  { what: 'rename a column in use: contract', edit: () => undefined, phase: 'contract' },
  {
    what: 'add a column that an expression fills',
    edit: column('region', { type: 'varchar(20)', not_null: true, default: "'r0'", up: "concat('r', customer_id)" }),
    naive: both("alter table orders add region varchar(20); update orders set region = concat('r', customer_id)"),
  },
  { what: 'fill a column: contract', edit: () => undefined, phase: 'contract' },
  {
    what: 'add a check',
    edit: member('checks', 'orders_touched', 'touched >= 0'),
    naive: both('alter table orders add constraint naive_touched check (touched >= 0)'),
  },
  { what: 'drop a check', edit: member('checks', 'orders_touched', null) },
  {
    what: 'comment on the table',
    edit: (s) => {
      orders(s).comment = 'all of them';
    },
  },
  {
    what: 'a table that refers to it',
    edit: (s) => {
      s.tables.lines = {
        columns: { id: { type: 'bigint', not_null: true }, order_id: { type: 'bigint' } },
        primary_key: ['id'],
        indexes: { lines_order_idx: ['order_id'] },
        foreign_keys: { lines_order_fkey: { columns: ['order_id'], references: 'orders(id)' } },
      };
    },
  },
  { what: 'drop that table', edit: (s) => void delete s.tables.lines },
  {
    what: 'a view over it',
    edit: (s) => {
      s.views.open_orders = "select id, status from orders where status = 'new'";
    },
  },
  { what: 'drop the view', edit: (s) => void delete s.views.open_orders },
  {
    what: 'a column of an enum',
    only: 'postgres',
    edit: (s) => {
      s.enums = { order_mood: ['good', 'bad'] };
      column('mood', { type: 'order_mood', not_null: true, default: "'good'" })(s);
    },
  },
  {
    what: 'a value more of the enum',
    only: 'postgres',
    edit: (s) => {
      s.enums = { order_mood: ['good', 'fair', 'bad'] };
    },
  },
  {
    what: 'a column of a domain',
    only: 'postgres',
    edit: (s) => {
      s.domains = { order_share: { type: 'integer' } };
      column('share', { type: 'order_share' })(s);
    },
  },
  {
    what: 'a check of the domain',
    only: 'postgres',
    edit: (s) => {
      s.domains = { order_share: { type: 'integer', checks: { order_share_check: 'value >= 0' } } };
    },
  },
];
