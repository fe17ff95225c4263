create table p (id integer primary key);
create table c (p_id integer, constraint old_fkey foreign key (p_id) references p (id));
