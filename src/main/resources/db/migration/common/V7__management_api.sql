-- What a certificate is searched by: the names of its policy, parted by commas.
alter table certificate add column domains varchar(20000) default '' not null;
update certificate set domains =
  replace(regexp_replace(regexp_replace(policy, '^.*"identifiers":\[', ''), '\].*$', ''), '"', '');

-- Which version a fingerprint belongs to, as a server shows it.
create index certificate_version_fingerprint on certificate_version (fingerprint);

-- Grows with everything that is written about a binding, so that a change can name what it saw.
alter table binding add column revision bigint default 1 not null;
create index binding_place on binding (probe_address, port, id);
create index binding_consumer on binding (consumer_id);

-- Newest first, page by page.
create index issuance_order_page on issuance_order (certificate_id, created_at, id);
create index renewal_decision_page on renewal_decision (certificate_id, number);

-- What a creation answered, for whoever asks again with the same key. An answer may hold a token,
-- so it is sealed.
create table idempotent_creation (
  principal_id varchar(32) not null,
  request_key  varchar(255) not null,
  digest       bytea not null,
  answer       bytea,
  expires_at   timestamp with time zone not null,
  primary key (principal_id, request_key)
);
create index idempotent_creation_expires on idempotent_creation (expires_at);
