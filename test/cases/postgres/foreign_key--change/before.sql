create table p (id integer primary key);
create table c (id integer primary key, p_id integer, self integer);
alter table c add constraint c_p_id_fkey foreign key (p_id) references p (id) on delete cascade;
alter table c add constraint c_self_fkey foreign key (self) references c (id) not valid;
