-- A program that gets tokens for a client id and a client secret. Its secrets are among the
-- credentials, as keyed hashes.
create table application (
  client_id    varchar(36) primary key,
  principal_id varchar(32) not null unique references principal (id),
  created_at   timestamp with time zone not null,
  revoked_at   timestamp with time zone
);

-- What signs those tokens, newest last. Two servers that want the next number make one key: the
-- second insert fails. A key signs until the one time and is published until the other.
create table token_key (
  number          bigint primary key,
  kid             varchar(43) not null unique,
  public_key      bytea not null,
  sealed          bytea not null,
  created_at      timestamp with time zone not null,
  signs_until     timestamp with time zone not null,
  published_until timestamp with time zone not null
);
