-- Certificates by whose keys applications sign assertions instead of showing a secret. The
-- thumbprint is the SHA-256 of the certificate.
create table application_certificate (
  id          varchar(32) primary key,
  client_id   varchar(36) not null references application (client_id),
  thumbprint  varchar(64) not null,
  certificate bytea not null,
  created_at  timestamp with time zone not null,
  expires_at  timestamp with time zone not null,
  used_at     timestamp with time zone,
  revoked_at  timestamp with time zone,
  unique (client_id, thumbprint)
);

-- Assertions that were shown, until they expire: their jti as a hash, the hash of the whole, and
-- the network that showed it first.
create table shown_assertion (
  client_id  varchar(36) not null references application (client_id),
  jti        varchar(64) not null,
  assertion  varchar(64) not null,
  network    varchar(32) not null,
  expires_at timestamp with time zone not null,
  primary key (client_id, jti)
);
create index shown_assertion_expires on shown_assertion (expires_at);

-- Who an outside issuer's tokens stand for: one application for one subject and audience.
create table federated_identity (
  id         varchar(32) primary key,
  client_id  varchar(36) not null references application (client_id),
  issuer     varchar(512) not null,
  subject    varchar(255) not null,
  audience   varchar(512) not null,
  created_at timestamp with time zone not null,
  unique (issuer, subject, audience)
);
create index federated_identity_client on federated_identity (client_id);

-- Outside issuers whose access tokens a vault takes. Without a claim it is oid, or else sub, that
-- names the subject.
create table trusted_issuer (
  vault_id   varchar(32) not null references vault (id) on delete cascade,
  issuer     varchar(512) not null,
  audience   varchar(512) not null,
  claim      varchar(64),
  created_at timestamp with time zone not null,
  primary key (vault_id, issuer)
);
