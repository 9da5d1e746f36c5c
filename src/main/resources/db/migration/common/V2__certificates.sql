-- One row per named certificate: narrow, because the sweep reads it. next_action_at is the truth
-- about when somebody looks at it again.
create table certificate (
  id              varchar(32) primary key,
  vault_id        varchar(32) not null references vault (id),
  name            varchar(127) not null,
  issuer_id       varchar(32) not null references issuer (id),
  policy          varchar(20000) not null,
  policy_revision bigint not null,
  tags            varchar(20000) not null,
  enabled         boolean not null,
  current_version varchar(32),
  next_action_at  timestamp with time zone not null,
  deadline        timestamp with time zone,
  sentence        varchar(2000) not null,
  failures        int not null,
  attended        boolean not null,
  revision        bigint not null,
  created_at      timestamp with time zone not null,
  unique (vault_id, name)
);
create index certificate_next_action on certificate (next_action_at);

create table certificate_version (
  id              varchar(32) primary key,
  certificate_id  varchar(32) not null references certificate (id),
  number          int not null,
  issuer_id       varchar(32) not null references issuer (id),
  policy_revision bigint not null,
  names           varchar(20000) not null,
  serial          varchar(64) not null,
  fingerprint     varchar(64) not null,
  not_before      timestamp with time zone not null,
  not_after       timestamp with time zone not null,
  issued_at       timestamp with time zone not null,
  attended        boolean not null,
  unique (certificate_id, number)
);
-- The blobs, apart from what is searched.
create table certificate_chain (
  version_id varchar(32) primary key references certificate_version (id),
  pem        varchar(1000000) not null
);

-- One attempt to get one version. open_for is the certificate's id while the order is open, so
-- that no certificate has two.
create table issuance_order (
  id              varchar(32) primary key,
  certificate_id  varchar(32) not null references certificate (id),
  issuer_id       varchar(32) not null references issuer (id),
  open_for        varchar(32) unique,
  state           varchar(16) not null,
  phase           varchar(64) not null,
  reason          varchar(64) not null,
  sentence        varchar(2000) not null,
  attended        boolean not null,
  due_at          timestamp with time zone not null,
  policy_revision bigint not null,
  request         varchar(20000) not null,
  names_hash      varchar(64) not null,
  csr             bytea not null,
  connector_state bytea,
  chain           varchar(1000000),
  attempts        int not null,
  problem         varchar(2000),
  blame           varchar(16),
  next_step_at    timestamp with time zone not null,
  fence           bigint not null,
  created_at      timestamp with time zone not null,
  issued_at       timestamp with time zone,
  ended_at        timestamp with time zone
);
create index issuance_order_certificate on issuance_order (certificate_id, created_at);
create index issuance_order_issuer on issuance_order (issuer_id, ended_at);
-- What the fuse counts.
create index issuance_order_names on issuance_order (names_hash, issued_at);

-- What a CA wants proved, for as long as it must stand.
create table challenge (
  id         varchar(32) primary key,
  order_id   varchar(32) not null references issuance_order (id),
  kind       varchar(32) not null,
  name       varchar(255) not null,
  token      varchar(255) not null,
  content    varchar(1000) not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null
);
create index challenge_token on challenge (token);
create index challenge_order on challenge (order_id);

create table renewal_decision (
  number         bigint generated always as identity primary key,
  certificate_id varchar(32) not null references certificate (id),
  at             timestamp with time zone not null,
  outcome        varchar(32) not null,
  sentence       varchar(2000) not null,
  blame          varchar(16),
  next_action_at timestamp with time zone not null
);
create index renewal_decision_certificate on renewal_decision (certificate_id, at);
create table sweep (
  name         varchar(32) primary key,
  completed_at timestamp with time zone not null,
  found        int not null
);
