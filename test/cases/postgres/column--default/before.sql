create table t (a integer default 1, b text default 'x', c timestamptz, d jsonb default '{}');
