create table people (id integer primary key, name text not null, born date, home integer);
create domain email as text default 'a@b' not null constraint email_at check (value like '%@%');
comment on domain email is 'Where to write';
alter table people add column mail email, add column mails email[];
create view mails as select mail from people;
