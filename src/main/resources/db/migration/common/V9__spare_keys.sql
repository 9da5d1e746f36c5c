-- Key pairs made beforehand, sealed, for what nobody wants to wait for. The row goes in the
-- transaction that stores the key with its version, so that each is used once.
create table spare_key (
  id         varchar(32) primary key,
  key_type   varchar(16) not null,
  public_key bytea not null,
  sealed     bytea not null,
  created_at timestamp with time zone not null
);
create index spare_key_type on spare_key (key_type, created_at);
