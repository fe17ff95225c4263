create table p (id int primary key);
create table c (id int primary key, p_id int, self int, key c_p_id_idx (p_id), key c_self_idx (self),
  constraint c_p_id_fkey foreign key (p_id) references p (id) on delete cascade);
