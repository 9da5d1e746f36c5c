-- Secrets that are no certificate's. A deleted one keeps its name until it is purged, which a task
-- does once the time has come.
create table secret (
  id              varchar(32) primary key,
  vault_id        varchar(32) not null references vault (id),
  name            varchar(127) not null,
  current_version varchar(32) not null,
  deleted_at      timestamp with time zone,
  purge_at        timestamp with time zone,
  unique (vault_id, name)
);
create index secret_purge on secret (purge_at);

-- Their values, sealed. A version keeps its id when its secret is restored elsewhere.
create table secret_version (
  secret_id    varchar(32) not null references secret (id),
  id           varchar(32) not null,
  number       int not null,
  sealed       bytea not null,
  content_type varchar(255),
  enabled      boolean not null,
  not_before   timestamp with time zone,
  expires      timestamp with time zone,
  tags         varchar(20000) not null,
  created_at   timestamp with time zone not null,
  updated_at   timestamp with time zone not null,
  primary key (secret_id, id),
  unique (secret_id, number)
);
