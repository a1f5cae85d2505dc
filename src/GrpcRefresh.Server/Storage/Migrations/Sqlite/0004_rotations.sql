-- `document` is how the rotation is to go and how far it has come; its job is in `jobs`.
create table rotations (
  job_id   text not null primary key references jobs (job_id) on delete cascade,
  document text not null
) strict;

-- `document` is the whole step; the other columns are what is searched.
create table rotation_steps (
  job_id        text    not null references jobs (job_id) on delete cascade,
  number        integer not null,
  server        text    not null,
  site          text    not null,
  item_luid     text    not null,
  connection_id text    not null,
  state         integer not null,
  document      text    not null,
  primary key (job_id, number)
) strict;
