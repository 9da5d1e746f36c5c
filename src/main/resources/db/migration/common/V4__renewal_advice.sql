-- What the CA says of when to renew a version (RFC 9773), and when it is asked again: never, when
-- ask_at is null. The window is one that was found sound.
create table renewal_advice (
  version_id   varchar(32) primary key references certificate_version (id) on delete cascade,
  origin       varchar(2000),
  window_start timestamp with time zone,
  window_end   timestamp with time zone,
  explanation  varchar(1000),
  problem      varchar(2000),
  ask_at       timestamp with time zone
);
create index renewal_advice_ask_at on renewal_advice (ask_at);

-- What is in use already is asked about like what is issued from now on.
insert into renewal_advice (version_id, ask_at)
select current_version, created_at from certificate where current_version is not null;
