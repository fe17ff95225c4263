insert into t values (1, 'sad', '{sad,glad}'), (2, 'glad', null);
