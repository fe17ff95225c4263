create table people (
  id bigint not null auto_increment primary key,
  email varchar(200) not null,
  manager_id bigint,
  score decimal(5,2) not null default 0.00 comment 'Percent',
  joined datetime not null default current_timestamp on update current_timestamp,
  state enum('new','done') not null default 'new',
  flag tinyint(1) not null default 1,
  upper_email varchar(200) generated always as (upper(email)) stored,
  unique key people_email_key (email),
  key people_manager_id_idx (manager_id),
  constraint people_manager_id_fkey foreign key (manager_id) references people (id) on delete set null,
  constraint people_score_range check (score between 0 and 100)
) comment 'Everybody';
create table tickets (
  id int unsigned not null auto_increment primary key,
  person_id bigint not null,
  body text,
  key tickets_person_id_idx (person_id, id),
  key tickets_body_idx (body(20)),
  constraint tickets_person_id_fkey foreign key (person_id) references people (id)
);
create view open_tickets as select t.id, p.email from tickets t join people p on p.id = t.person_id where p.state = 'new';
