-- by itself
ALTER EVENT `sweep` RENAME TO `clean`;

-- undo
ALTER EVENT `clean` RENAME TO `sweep`;
