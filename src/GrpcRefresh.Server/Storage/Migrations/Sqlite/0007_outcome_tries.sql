-- When Snowflake refused the outcome of this job although it takes others; null again from the next start on, which tries it once more.
alter table jobs add column log_aside_ms integer null;

-- The write that was begun last, until it is known to have succeeded: when, and, while nobody can tell whether it has taken effect, all that is needed to
-- send the very same again.
create table outcome_try (
  only_one integer primary key check (only_one = 1),
  begin_ms integer not null,
  request_id text null,
  job_ids text null,
  document text null
);
