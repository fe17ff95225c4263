create sequence n start 10 increment 2 cache 5 cycle;
create sequence m as integer;
