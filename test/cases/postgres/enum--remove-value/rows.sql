insert into people values (1, 'sad'), (2, 'happy');
