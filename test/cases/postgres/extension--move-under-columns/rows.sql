INSERT INTO users (id, name, email, title) VALUES (1, 'Ann', 'A@example.org', 'Dr');
