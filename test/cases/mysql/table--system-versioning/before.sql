create table becomes (id int primary key, v varchar(10));
create table stays (id int primary key, v varchar(10)) with system versioning;
create table rented (room int, from_day date not null, to_day date not null, guest varchar(20));
