create type mood as enum ('sad', 'so', 'glad');
create table t (id integer primary key, m mood not null default 'so', ms mood[] default '{sad}', constraint t_m_check check (m <> 'sad' or id > 0));
create index t_m_idx on t (m) where m = 'glad';
create function worse(mood) returns boolean language sql immutable as $$ select $1 < 'so'::mood $$;
create view v as select m, worse(m) as bad from t;
create materialized view mv as select m, count(*) as n from t group by m;
create unique index mv_m on mv (m);
