create table added (id int not null, d date not null) partition by range columns (d) (partition p2020 values less than ('2021-01-01'), partition p2021 values less than ('2022-01-01'));
create table cut (id int not null) partition by range (id) (partition low values less than (10), partition `hi``gh` values less than (100) comment 'x', partition rest values less than maxvalue);
create table divided (id int not null primary key) partition by hash (id) partitions 2;
