create extension citext;
create table users (email text not null);
