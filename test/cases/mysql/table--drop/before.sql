create table kept (id int primary key);
create table gone (id int primary key, kept_id int, note varchar(20) not null default 'x', constraint gone_id_check check (id > 0), key gone_kept_id_idx (kept_id), constraint gone_kept_id_fkey foreign key (kept_id) references kept (id)) comment 'Soon';
create view of_gone as select id from gone;
