-- Somebody wants a version revoked: written before its CA is asked. next_step_at is empty once
-- nothing more is done by itself, because the CA has revoked it or will not.
create table revocation (
  version_id     varchar(32) primary key references certificate_version (id),
  certificate_id varchar(32) not null references certificate (id),
  reason         varchar(32) not null,
  requested_by   varchar(1000) not null,
  requested_at   timestamp with time zone not null,
  attempts       int not null,
  problem        varchar(2000),
  next_step_at   timestamp with time zone,
  revoked_at     timestamp with time zone
);
create index revocation_certificate on revocation (certificate_id);
create index revocation_next_step on revocation (next_step_at);

-- Certificates that no CA of ours renews are found by the issuer that stands for all others.
create index certificate_issuer on certificate (issuer_id);
