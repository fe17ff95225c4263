create table t (a integer, b integer, c integer);
comment on column t.a is 'Before';
comment on column t.b is 'Gone';
