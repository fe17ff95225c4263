create table kept (id integer primary key);
create table gone (id integer primary key, kept_id integer references kept (id), note text not null default 'x', check (id > 0));
create index gone_kept_id_idx on gone (kept_id);
comment on table gone is 'Soon';
create view of_gone as select id from gone;
