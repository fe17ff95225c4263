create table t (a int comment 'Before', b int comment 'Gone', c int);
