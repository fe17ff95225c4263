/** What a workload needs, as a DBA would say it: `table (columns) where …`; several lists where each of them is right. */
export interface AdviceCase {
  readonly name: string;
  readonly workload: string;
  readonly expected: readonly (readonly string[])[];
  /** Extensions to be there. */
  readonly extension?: string;
  /** Text that one hint must hold. */
  readonly hint?: string;
}

const one = (index: string): readonly (readonly string[])[] => [[index]];
const none: readonly (readonly string[])[] = [[]];

export const CASES: readonly AdviceCase[] = [
  { name: 'equality', workload: `select * from orders where total = 123.4`, expected: one('orders (total)') },
  {
    name: 'two equalities, of which one selects',
    workload: `select * from orders where customer_id = 17 and status = 'paid'`,
    expected: one('orders (customer_id)'),
  },
  {
    name: 'two equalities that select together',
    workload: `select * from events where tenant_id = 5 and actor = 'actor 205'`,
    expected: [['events (actor, tenant_id)'], ['events (actor)']],
  },
  {
    name: 'equality and a range',
    workload: `select * from events where tenant_id = 5 and happened_at >= '2026-07-20'`,
    expected: one('events (tenant_id, happened_at)'),
  },
  {
    name: 'a range before an equality in the text',
    workload: `select * from events where happened_at >= '2026-07-20' and tenant_id = 5`,
    expected: one('events (tenant_id, happened_at)'),
  },
  {
    name: 'equality, order and limit',
    workload: `select id, total from orders where customer_id = 42 order by placed_at desc limit 2`,
    expected: [['orders (customer_id, placed_at)']],
  },
  {
    name: 'a frequent value in order',
    workload: `select id from orders where status = 'pending' order by placed_at limit 20`,
    expected: one('orders (status, placed_at)'),
  },
  {
    name: 'two equalities in order',
    workload: `select id from events where tenant_id = 7 and kind = 'k1' order by happened_at desc limit 10`,
    expected: [['events (tenant_id, kind, happened_at)'], ['events (tenant_id, happened_at)']],
  },
  {
    name: 'order and limit alone',
    workload: `select * from orders order by placed_at desc limit 10`,
    expected: one('orders (placed_at)'),
  },
  {
    name: 'two directions',
    workload: `select * from events order by tenant_id, happened_at desc limit 10`,
    expected: [['events (tenant_id, happened_at desc)'], ['events (tenant_id)']],
  },
  {
    name: 'the inner side of a join',
    workload: `select o.id, o.total from customers c join orders o on o.customer_id = c.id where c.email = 'c77@example.com'`,
    expected: one('orders (customer_id)'),
  },
  {
    name: 'a join with a range',
    workload: `select e.* from (values (3), (9)) t(id) join events e on e.tenant_id = t.id where e.happened_at > '2026-07-25'`,
    expected: [['events (tenant_id, happened_at)'], ['events (happened_at)']],
  },
  {
    name: 'a left join',
    workload: `select c.id, r.total from customers c left join orders r on r.customer_id = c.id where c.email = 'c5@example.com'`,
    expected: one('orders (customer_id)'),
  },
  {
    name: 'a composite foreign key',
    workload: `select m.* from stock s join moves m on m.warehouse = s.warehouse and m.shelf = s.shelf where s.warehouse = 3 and s.shelf = 5`,
    expected: [['moves (shelf, warehouse)'], ['moves (warehouse, shelf)']],
  },
  {
    name: 'group by of everything',
    workload: `select region, count(*), sum(total) from orders group by region`,
    expected: none,
  },
  {
    name: 'a filtered group',
    workload: `select region, count(*) from orders where customer_id = 99 group by region`,
    expected: one('orders (customer_id)'),
  },
  {
    name: 'or of two columns',
    workload: `select * from orders where total = 55.5 or customer_id = 7`,
    expected: one('orders (customer_id), orders (total)'),
  },
  {
    name: 'a list',
    workload: `select * from orders where customer_id in (4, 17, 4711)`,
    expected: one('orders (customer_id)'),
  },
  {
    name: 'the beginning of a text',
    workload: `select * from customers where name like 'c4ca4%'`,
    expected: one('customers (name)'),
  },
  {
    name: 'the beginning of a text in a language',
    workload: `select * from customers where label like 'c4ca4%'`,
    expected: one('customers (label text_pattern_ops)'),
  },
  {
    name: 'a text within a text, without trigrams',
    workload: `select * from customers where name like '%c4ca42%'`,
    expected: none,
    hint: 'wildcard',
  },
  {
    name: 'a text within a text',
    workload: `select * from customers where name like '%c4ca42%'`,
    expected: one('customers using gin (name gin_trgm_ops)'),
    extension: 'pg_trgm',
  },
  {
    name: 'a text in any case',
    workload: `select * from customers where name ilike '%C4CA42%'`,
    expected: one('customers using gin (name gin_trgm_ops)'),
    extension: 'pg_trgm',
  },
  {
    name: 'an expression',
    workload: `select * from customers where lower(email) = 'c9@example.com'`,
    expected: one('customers (lower(email))'),
  },
  {
    name: 'containment in a document',
    workload: `select id from customers where meta @> '{"source": "s17"}'`,
    expected: one('customers using gin (meta jsonb_path_ops)'),
  },
  {
    name: 'a key of a document',
    workload: `select id from customers where meta ->> 'source' = 's17'`,
    expected: one(`customers ((meta ->> 'source'::text))`),
  },
  {
    name: 'an element of an array',
    workload: `select id from customers where tags @> array['t123']`,
    expected: one('customers using gin (tags)'),
  },
  {
    name: 'a rare flag',
    workload: `select id, created_at from customers where vip order by created_at desc limit 20`,
    expected: one('customers (created_at) where vip'),
  },
  {
    name: 'what is still open',
    workload: `select id from orders where shipped_at is null order by placed_at limit 50`,
    expected: one('orders (placed_at) where shipped_at IS NULL'),
  },
  {
    name: 'what is set on few rows',
    workload: `select id, note from orders where note is not null`,
    expected: [
      ['orders (id) where note IS NOT NULL'],
      ['orders (note) where note IS NOT NULL'],
      ['orders (note)'],
      ['orders (id) include (note) where note IS NOT NULL'],
    ],
  },
  {
    name: 'soft delete beside what selects',
    workload: `select * from orders where customer_id = 99 and shipped_at is not null`,
    expected: [['orders (customer_id)']],
  },
  { name: 'low selectivity', workload: `select * from orders where status = 'paid'`, expected: none },
  { name: 'a flag that is mostly false', workload: `select * from customers where not vip`, expected: none },
  { name: 'a tiny table', workload: `select * from countries where name = 'country 5'`, expected: none },
  { name: 'the primary key', workload: `select * from orders where id = 5`, expected: none },
  { name: 'a unique constraint', workload: `select * from customers where email = 'c5@example.com'`, expected: none },
  {
    name: 'the beginning of an index that is there',
    workload: `select * from lines where order_id = 5`,
    expected: none,
  },
  {
    name: 'a whole index that is there',
    workload: `select * from lines where order_id = 5 and product_id = 7`,
    expected: none,
  },
  {
    name: 'the second column of an index that is there',
    workload: `select * from lines where product_id = 77`,
    expected: one('lines (product_id)'),
  },
  {
    name: 'one index for two queries',
    workload: `select * from events where actor = 'actor 5'; select * from events where actor = 'actor 6' and happened_at > '2026-07-25' order by happened_at`,
    expected: [['events (actor)'], ['events (actor, happened_at)']],
  },
  {
    name: 'equalities in the order that serves both',
    workload: `select * from events where tenant_id = 5; select * from events where tenant_id = 6 and kind = 'k2' order by happened_at limit 5`,
    expected: [['events (tenant_id, kind, happened_at)'], ['events (tenant_id, happened_at)']],
  },
  { name: 'the largest of all', workload: `select max(total) from orders`, expected: one('orders (total)') },
  {
    name: 'the latest of one',
    workload: `select max(happened_at) from events where tenant_id = 5`,
    expected: one('events (tenant_id, happened_at)'),
  },
  {
    name: 'a window of days',
    workload: `select * from orders where placed_at >= '2026-03-01' and placed_at < '2026-03-02'`,
    expected: one('orders (placed_at)'),
  },
  {
    name: 'a range that keeps nearly all',
    workload: `select * from orders where placed_at > '2026-01-05'`,
    expected: none,
  },
  {
    name: 'a view',
    workload: `select * from open_orders where customer_id = 17`,
    expected: [['orders (customer_id) where shipped_at IS NULL'], ['orders (customer_id)']],
  },
  {
    name: 'a common table expression',
    workload: `with late as materialized (select * from orders where customer_id = 5) select * from late where total > 3`,
    expected: one('orders (customer_id)'),
  },
  {
    name: 'an update',
    workload: `update orders set note = 'x' where customer_id = 5`,
    expected: one('orders (customer_id)'),
  },
  { name: 'a delete', workload: `delete from events where actor = 'actor 5'`, expected: one('events (actor)') },
  {
    name: 'rows that are locked',
    workload: `select * from orders where customer_id = 5 for update`,
    expected: one('orders (customer_id)'),
  },
  {
    name: 'what a foreign key looks for when a row is deleted',
    workload: `delete from orders where id = 5`,
    expected: one('returns (order_id)'),
  },
  {
    name: 'an insert',
    workload: `insert into events (tenant_id, kind, actor, happened_at) values (1, 'k', 'a', now())`,
    expected: none,
  },
  { name: 'everything', workload: `select * from orders`, expected: none },
  {
    name: 'a correlated subquery',
    workload: `select c.id, (select max(o.placed_at) from orders o where o.customer_id = c.id) from customers c where c.id < 20`,
    expected: [['orders (customer_id, placed_at)'], ['orders (customer_id)']],
  },
  {
    name: 'exists',
    workload: `select * from customers c where c.id between 5 and 9 and exists (select from orders o where o.customer_id = c.id and o.status = 'pending')`,
    expected: [
      ['orders (customer_id)'],
      ['orders (customer_id, status)'],
      ['orders (status)'],
      ['orders (status, customer_id)'],
    ],
  },
  {
    name: 'the newest of each',
    workload: `select c.id, l.id from customers c cross join lateral (select o.id from orders o where o.customer_id = c.id order by o.placed_at desc limit 1) l where c.id < 50`,
    expected: [['orders (customer_id, placed_at)'], ['orders (customer_id)']],
  },
  {
    name: 'a union',
    workload: `select id from orders where total = 5.5 union all select id from events where actor = 'actor 7'`,
    expected: one('events (actor), orders (total)'),
  },
  {
    name: 'more than an index can be ordered by',
    workload: `select * from z where a = 12 and b > 34 and c < '2026-01-20' and d = 'done'`,
    expected: [['z (a, d, b)'], ['z (a, d, c)'], ['z (a, c)'], ['z (d, a, c)'], ['z (a, d, c, b)']],
  },
  { name: 'partitions get no advice', workload: `select * from measures where value = 5`, expected: none },
  {
    name: 'a function hides the column',
    workload: `select * from orders where extract(year from placed_at) = 2026 and extract(month from placed_at) = 3`,
    expected: none,
    hint: 'range',
  },
  {
    name: 'a condition in the words of an alias, quoted',
    workload: `select "t0"."id" as "c0", "t0"."total" as "c1" from "public"."orders" as "t0" where "t0"."customer_id" = 12 order by "t0"."id" limit 100 offset 0`,
    expected: [['orders (customer_id)'], ['orders (customer_id, id)']],
  },
  {
    name: 'one index for three queries',
    workload: `select * from events where actor = 'actor 9';
      select count(*) from events where actor = 'actor 3' and tenant_id < 50;
      select kind, count(*) from events where actor = 'actor 4' group by kind`,
    expected: [['events (actor)'], ['events (actor, kind)'], ['events (actor, tenant_id)']],
  },
  {
    name: 'quoted names in another schema',
    workload: `select * from "Shop Two"."Order Items" where "Product Code" = 'p77'`,
    expected: one('Order Items (Product Code)'),
  },
  {
    name: 'an index on the few rows that is there',
    workload: `select id from "Shop Two"."Order Items" where open and "Batch" = 77`,
    expected: none,
  },
  {
    name: 'distinct of a selective condition',
    workload: `select distinct region from orders where total between 10 and 12`,
    expected: [['orders (total)'], ['orders (total, region)'], ['orders (total) include (region)']],
  },
  {
    name: 'a window over the rows of one',
    workload: `select id, row_number() over (partition by customer_id order by placed_at) from orders where customer_id = 31`,
    expected: [['orders (customer_id)'], ['orders (customer_id, placed_at)']],
  },
  {
    name: 'a page by key',
    workload: `select id from orders where (placed_at, id) > ('2026-03-01', 500) order by placed_at, id limit 20`,
    expected: [['orders (placed_at, id)'], ['orders (placed_at)']],
  },
  {
    name: 'arithmetic hides the column',
    workload: `select * from events where tenant_id + 0 = 5 and happened_at::date = '2026-03-04'`,
    expected: [['events (((happened_at)::date))'], ['events ((happened_at)::date)'], []],
    hint: 'cast',
  },
];
