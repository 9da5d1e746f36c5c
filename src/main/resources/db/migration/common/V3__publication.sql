create table consumer (
  id           varchar(32) primary key,
  principal_id varchar(32) not null unique references principal (id),
  name         varchar(127) not null unique,
  hostname     varchar(255),
  created_at   timestamp with time zone not null,
  enrolled_at  timestamp with time zone,
  last_seen_at timestamp with time zone,
  revoked_at   timestamp with time zone
);

-- This consumer wants that certificate for these host names. Three truths: what is owed (the
-- certificate's current version), what the consumer says is installed, what our prober saw.
create table binding (
  id                    varchar(32) primary key,
  consumer_id           varchar(32) not null references consumer (id),
  certificate_id        varchar(32) not null references certificate (id),
  hosts                 varchar(20000) not null,
  probe_address         varchar(255) not null,
  port                  int not null,
  installed_version     varchar(32),
  installed_fingerprint varchar(64),
  installed_at          timestamp with time zone,
  report_outcome        varchar(16),
  report_reason         varchar(1000),
  reported_at           timestamp with time zone,
  served_fingerprint    varchar(64),
  served_not_after      timestamp with time zone,
  served_at             timestamp with time zone,
  probe_problem         varchar(1000),
  next_probe_at         timestamp with time zone not null,
  created_at            timestamp with time zone not null,
  unique (consumer_id, certificate_id, probe_address, port)
);
create index binding_certificate on binding (certificate_id);
create index binding_next_probe on binding (next_probe_at);

create table publication (
  version_id   varchar(32) not null references certificate_version (id),
  binding_id   varchar(32) not null references binding (id),
  owed_at      timestamp with time zone not null,
  pulled_at    timestamp with time zone,
  installed_at timestamp with time zone,
  served_at    timestamp with time zone,
  primary key (version_id, binding_id)
);
create index publication_binding on publication (binding_id, owed_at);
