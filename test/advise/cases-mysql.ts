import { type AdviceCase } from './cases-postgres.ts';

const one = (index: string): readonly (readonly string[])[] => [[index]];
const none: readonly (readonly string[])[] = [[]];

export const CASES: readonly AdviceCase[] = [
  { name: 'equality', workload: 'select * from orders where total = 12.3', expected: one('orders (total)') },
  {
    name: 'two equalities, of which one selects',
    workload: `select * from orders where customer_id = 17 and status = 'paid'`,
    expected: [['orders (customer_id)'], ['orders (customer_id, status)']],
  },
  {
    name: 'equality and a range',
    workload: `select * from orders where customer_id = 17 and placed_at >= '2026-03-01'`,
    expected: [['orders (customer_id, placed_at)'], ['orders (customer_id)']],
  },
  {
    name: 'a window of days',
    workload: `select * from orders where placed_at >= '2026-02-01' and placed_at < '2026-02-02'`,
    expected: one('orders (placed_at)'),
  },
  {
    name: 'a frequent value in order',
    workload: `select id from orders where status = 'paid' order by placed_at desc limit 10`,
    expected: one('orders (status, placed_at)'),
  },
  {
    name: 'order and limit alone',
    workload: 'select * from orders order by placed_at desc limit 10',
    expected: one('orders (placed_at)'),
  },
  {
    name: 'the inner side of a join',
    workload: `select o.id, o.total from customers c join orders o on o.customer_id = c.id where c.email = 'c77@example.com'`,
    expected: one('orders (customer_id)'),
  },
  {
    name: 'a list',
    workload: 'select * from orders where customer_id in (4, 17, 411)',
    expected: one('orders (customer_id)'),
  },
  {
    name: 'the beginning of a text',
    workload: `select * from customers where name like '1A2B%'`,
    expected: one('customers (name)'),
  },
  {
    name: 'an update',
    workload: `update orders set note = 'x' where customer_id = 5`,
    expected: one('orders (customer_id)'),
  },
  { name: 'a delete', workload: 'delete from orders where total = 12.3', expected: one('orders (total)') },
  {
    name: 'quoted names',
    workload: "select `t0`.`id` from `Order Lines` as `t0` where `t0`.`Product Code` = 'p77'",
    expected: one('Order Lines (Product Code)'),
  },
  {
    name: 'one index for two queries',
    workload: `select * from orders where customer_id = 5; select note from orders where customer_id = 9 and total > 3`,
    expected: [['orders (customer_id)'], ['orders (customer_id, total)']],
  },
  {
    name: 'a text within a text',
    workload: `select * from customers where name like '%1A2Bx%'`,
    expected: none,
    hint: 'wildcard',
  },
  {
    name: 'a function hides the column',
    workload: `select * from orders where date(placed_at) = '2026-02-01'`,
    expected: [[], ['orders (cast(`placed_at` as date))']],
    hint: 'range',
  },
  {
    name: 'arithmetic hides the column',
    workload: 'select * from orders where customer_id + 0 = 5',
    expected: none,
    hint: 'computes',
  },
  {
    name: 'a text that is compared with a number',
    workload: 'select * from customers where phone = 1000777',
    expected: none,
    hint: 'quotes',
  },
  { name: 'a tiny table', workload: `select * from countries where name = 'country 5'`, expected: none },
  { name: 'the primary key', workload: 'select * from orders where id = 5', expected: none },
  { name: 'a unique key', workload: `select * from customers where email = 'c5@example.com'`, expected: none },
  {
    name: 'the beginning of an index that is there',
    workload: 'select * from `Order Lines` where `order` = 5',
    expected: none,
  },
  { name: 'everything', workload: 'select * from orders', expected: none },
  { name: 'a range that keeps nearly all', workload: `select * from orders where total > 5`, expected: none },
];
