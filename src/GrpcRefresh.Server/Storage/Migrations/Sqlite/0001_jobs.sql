-- Times are UTC milliseconds. `document` is the whole job; the other columns are what is searched.
create table jobs (
  job_id         text    not null primary key,
  kind           integer not null,
  state          integer not null,
  server         text    not null,
  site           text    not null,
  type           integer not null,
  luid           text    not null,
  -- 0: the lane's head, 1: the follow-up behind it, null: ended.
  slot           integer null,
  revision       integer not null,
  create_ms      integer not null,
  -- Tableau's times of the run; settle_ms is when we learnt of the end.
  start_ms       integer null,
  end_ms         integer null,
  settle_ms      integer null,
  tableau_job_id text    null,
  document       text    not null
) strict;

-- Tableau runs one refresh of a piece of content at a time, and one follow-up serves all who wait.
create unique index jobs_lane on jobs (server, site, type, luid, slot) where slot is not null;
create index jobs_newest on jobs (create_ms desc, job_id desc);
create index jobs_settled on jobs (settle_ms) where settle_ms is not null;
create index jobs_tableau on jobs (tableau_job_id) where tableau_job_id is not null;
create index jobs_history on jobs (luid, end_ms desc);

create table job_labels (
  job_id text not null references jobs (job_id) on delete cascade,
  name   text not null,
  value  text not null,
  primary key (job_id, name)
) strict;

create index job_labels_value on job_labels (name, value);

-- Append only, numbered per job.
create table job_events (
  job_id   text    not null references jobs (job_id) on delete cascade,
  revision integer not null,
  document text    not null,
  primary key (job_id, revision)
) strict;

-- One row for each accepted request; the unique request_id is what makes a repeated call harmless.
create table joins (
  join_id     integer primary key,
  job_id      text    not null references jobs (job_id) on delete cascade,
  request_id  text    null unique,
  fingerprint text    not null,
  caller      text    not null,
  create_ms   integer not null,
  detach_ms   integer null
) strict;

create index joins_job on joins (job_id);

-- Whose writes count: the epoch rises with every start of a runner, and each of its writes names it.
create table runners (
  name  text    not null primary key,
  epoch integer not null
) strict;
