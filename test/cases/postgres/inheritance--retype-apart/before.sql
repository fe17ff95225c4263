create table base (id integer primary key, note text);
create table person (name text not null, constraint person_pk primary key (id)) inherits (base);
create table places (area integer);
create table cities (name text not null, population real);
create table capitals (state text not null) inherits (places, cities);
create table ports () inherits (cities);
create table parts (id integer, at date not null) partition by range (at);
create table parts_1 partition of parts for values from ('2025-01-01') to ('2026-01-01');
