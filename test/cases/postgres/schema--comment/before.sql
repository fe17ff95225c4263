create schema billing;
comment on schema billing is 'Before';
