-- The secrets of rotations that have not ended: encrypted, and deleted with the commit that ends the rotation.
create table rotation_secrets (
  secret_id      integer primary key,
  job_id         text not null references jobs (job_id) on delete cascade,
  -- Which of the rotation's credentials: the user name it serves, in lower case; empty for all.
  credential_key text not null,
  kind           text not null check (kind in ('NEW', 'PREVIOUS')),
  -- The user name to be given; null keeps the one that the connection has. Only with NEW.
  user_name      text null,
  cipher         blob not null,
  unique (job_id, credential_key, kind)
) strict;
