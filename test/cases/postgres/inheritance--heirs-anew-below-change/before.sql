create table base (id integer, note text default 'only');
create table heir (note text default 'x') inherits (base);
create table grandchild () inherits (heir);
create table gone () inherits (heir);
