create table people (id integer primary key, name text not null, born date, home integer);
create text search dictionary plain (template = simple, stopwords = english);
create text search configuration words (copy = simple);
alter text search configuration words alter mapping for asciiword, word with plain, simple;
create index people_name_words on people using gin (to_tsvector('words', name));
