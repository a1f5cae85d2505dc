-- Append only. `entry` counts all rows without a gap, so that a row taken from the end of its chain is missed too;
-- `number` counts the rows of a chain, each of which holds the hash of the one before. docs/audit.md tells the hash.
create table audit (
  entry          integer primary key autoincrement,
  chain          text    not null,
  number         integer not null,
  time_ms        integer not null,
  actor          text    not null,
  behalf_user    text    not null,
  behalf_role    text    not null,
  behalf_task    text    not null,
  behalf_query   text    not null,
  action         text    not null,
  server         text    not null,
  site           text    not null,
  item_type      text    not null,
  item_luid      text    not null,
  connection_ids text    not null,
  outcome        text    not null,
  detail         text    not null,
  prev_hash      text    not null,
  hash           text    not null,
  unique (chain, number)
) strict;

-- The last purged row of each chain of which rows are left.
create table audit_anchors (
  chain  text    not null primary key,
  number integer not null,
  hash   text    not null
) strict;

-- Every entry up to this one has been purged.
create table audit_purged (
  id    integer not null primary key check (id = 1),
  entry integer not null
) strict;

insert into audit_purged values (1, 0);

create trigger audit_is_never_changed before update on audit
begin
  select raise(abort, 'the audit is append-only');
end;

create trigger audit_is_only_purged before delete on audit
when old.entry > (select entry from audit_purged)
begin
  select raise(abort, 'the audit is append-only');
end;

create trigger audit_purge_goes_on before update on audit_purged
when new.id <> 1 or new.entry < old.entry
begin
  select raise(abort, 'the audit is append-only');
end;

create trigger audit_purge_is_not_forgotten before delete on audit_purged
begin
  select raise(abort, 'the audit is append-only');
end;
