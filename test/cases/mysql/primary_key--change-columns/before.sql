create table t (a int not null, b int not null, primary key (a));
create table u (a int, key u_a_idx (a), constraint u_a_fkey foreign key (a) references t (a));
