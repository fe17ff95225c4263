INSERT INTO artists VALUES (1, 'Ärzte', 'Ärzte, Die');
