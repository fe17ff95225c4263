create table people (id integer primary key, name text not null, born date, home integer);
create text search dictionary plain (template = simple, stopwords = english, accept = false);
comment on text search dictionary plain is 'Words as they are';
create text search configuration words (copy = simple);
alter text search configuration words alter mapping for asciiword, word with plain, simple;
comment on text search configuration words is 'Words';
create index people_name_words on people using gin (to_tsvector('words', name));
