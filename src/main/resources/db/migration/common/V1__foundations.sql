-- Which deployment this is. sealed_root opens only under the right key-encryption key.
create table deployment (
  singleton   smallint primary key check (singleton = 1),
  id          varchar(32) not null,
  kek_id      varchar(64) not null,
  sealed_root bytea not null
);

-- Who did what; each hash covers the one before.
create table audit_entry (
  sequence bigint primary key,
  at       timestamp with time zone not null,
  actor    varchar(1000) not null,
  action   varchar(1000) not null,
  subject  varchar(1000) not null,
  outcome  varchar(16) not null,
  detail   varchar(1000) not null,
  hash     bytea not null
);
create table audit_head (
  singleton smallint primary key check (singleton = 1),
  sequence  bigint not null,
  hash      bytea not null
);
insert into audit_head (singleton, sequence, hash) values (1, 0, '');

create table principal (
  id         varchar(32) primary key,
  kind       varchar(16) not null,
  name       varchar(255) not null,
  created_at timestamp with time zone not null,
  unique (kind, name)
);
create table role_assignment (
  principal_id varchar(32) not null references principal (id),
  role         varchar(32) not null,
  scope        varchar(255) not null,
  primary key (principal_id, role, scope)
);
create table password (
  principal_id varchar(32) primary key references principal (id),
  hash         varchar(255) not null,
  changed_at   timestamp with time zone not null
);
create table credential (
  id           varchar(32) primary key,
  principal_id varchar(32) not null references principal (id),
  purpose      varchar(32) not null,
  verifier     bytea not null,
  created_at   timestamp with time zone not null,
  expires_at   timestamp with time zone not null,
  used_at      timestamp with time zone,
  revoked_at   timestamp with time zone
);
create index credential_principal on credential (principal_id, purpose);

create table vault (
  id         varchar(32) primary key,
  name       varchar(127) not null unique,
  created_at timestamp with time zone not null
);

-- id is the version's, or the issuer's and the key's name.
create table private_key (
  id         varchar(255) primary key,
  key_type   varchar(16) not null,
  public_key bytea not null,
  sealed     bytea not null,
  created_at timestamp with time zone not null
);

create table issuer (
  id         varchar(32) primary key,
  name       varchar(127) not null unique,
  type       varchar(64) not null,
  settings   varchar(100000) not null,
  sealed     bytea not null,
  problem    varchar(2000),
  problem_at timestamp with time zone,
  revision   bigint not null,
  created_at timestamp with time zone not null
);
create table issuer_state (
  issuer_id varchar(32) primary key references issuer (id),
  revision  bigint not null,
  sealed    bytea not null
);

-- The durable engine's own table.
create table scheduled_tasks (
  task_name            varchar(100) not null,
  task_instance        varchar(100) not null,
  task_data            bytea,
  execution_time       timestamp with time zone not null,
  picked               boolean not null,
  picked_by            varchar(100),
  last_success         timestamp with time zone,
  last_failure         timestamp with time zone,
  consecutive_failures int,
  last_heartbeat       timestamp with time zone,
  version              bigint not null,
  priority             smallint,
  primary key (task_name, task_instance)
);
create index scheduled_tasks_execution_time on scheduled_tasks (execution_time);
create index scheduled_tasks_last_heartbeat on scheduled_tasks (last_heartbeat);
create index scheduled_tasks_priority on scheduled_tasks (priority desc, execution_time asc);
