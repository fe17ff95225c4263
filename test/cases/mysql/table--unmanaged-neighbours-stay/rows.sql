insert into legacy_data values (1, 'keep me');
