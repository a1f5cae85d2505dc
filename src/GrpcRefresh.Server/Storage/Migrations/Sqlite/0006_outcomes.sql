-- When the outcome of an ended job was in Snowflake's log for sure; null until then. The job itself is the entry of the outbox, so that the commit
-- that ends a job is also the one that puts its outcome there.
alter table jobs add column log_ms integer null;
create index jobs_unlogged on jobs (settle_ms, job_id) where settle_ms is not null and log_ms is null;
