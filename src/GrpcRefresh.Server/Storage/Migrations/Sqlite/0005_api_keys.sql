-- Callers' keys. Of a key only the hash of its secret is kept, from which it cannot be had back. Revoked and expired ones stay: while there is
-- any key the service is open to nobody without one.
create table api_keys (
  key_id      text    not null primary key,
  name        text    not null,
  secret_hash blob    not null check (length(secret_hash) = 32),
  role        integer not null,
  -- The servers, sites and projects in which the caller may act, as JSON.
  scope       text    not null,
  create_ms   integer not null,
  expire_ms   integer null,
  revoke_ms   integer null
) strict;
create unique index api_keys_by_name on api_keys (name) where revoke_ms is null;
