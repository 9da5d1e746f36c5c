-- What follows the end entity in a chain is the same for all versions of one CA, and is kept once,
-- under its SHA-256. Null: nothing follows. There is no foreign key, because H2 keeps an index for
-- each, and no issuers are ever removed.
create table issuing_chain (
  hash bytea primary key,
  pem  varchar(1000000) not null
);
alter table certificate_chain add column issuers bytea;

insert into issuing_chain (hash, pem)
  select ${sha256_of_pem}, pem from (
    select distinct substring(pem from position('-----END CERTIFICATE-----' in pem) + 26) as pem
    from certificate_chain) as whole
  where pem <> '';
update certificate_chain set issuers = (
  select hash from issuing_chain i where i.pem = substring(
    certificate_chain.pem from position('-----END CERTIFICATE-----' in certificate_chain.pem) + 26));
update certificate_chain
  set pem = substring(pem from 1 for position('-----END CERTIFICATE-----' in pem) + 25);

-- A chain that became a version is that version's.
update issuance_order set chain = null where state = 'STORED';
