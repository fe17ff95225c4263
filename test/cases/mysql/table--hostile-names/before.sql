create table `select` (`from` int primary key, `a"b` varchar(20), `drop table x; --` text);
