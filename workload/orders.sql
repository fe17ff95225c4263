-- What the application asks all day: dbops explains each statement and looks for indexes that are missing.

-- the packing desk: the oldest orders that wait
select id, number, customer_id, total
from orders
where status = 'pending'
order by placed_at
limit 20;

-- support: find a payment by the reference on the bank statement
select p.id, p.order_id, p.amount, p.paid_at
from payments p
where p.reference = 'PAY-4217';

-- a customer's recent orders: served by orders_customer_id_placed_at_idx
select id, number, total
from orders
where customer_id = 42 and status <> 'cancelled'
order by placed_at desc
limit 10;

-- new customers of a country
select id, email
from customers
where country_code = 'PT' and created_at >= '2026-06-01'
order by created_at desc;
