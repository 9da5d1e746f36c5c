-- The authority that signs what servers show on the pull port, and nothing else. Its key is among
-- the private keys.
create table client_authority (
  singleton   smallint primary key check (singleton = 1),
  certificate bytea not null
);

-- The certificates that are good, by the SHA-256 of all of their bytes. One that was replaced or
-- revoked is not here: of each server at most the one in use and one not used yet.
create table client_certificate (
  fingerprint varchar(64) primary key,
  consumer_id varchar(32) not null references consumer (id),
  created_at  timestamp with time zone not null,
  expires_at  timestamp with time zone not null,
  used_at     timestamp with time zone
);
create index client_certificate_consumer on client_certificate (consumer_id);
