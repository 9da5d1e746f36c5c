-- A CA is configured for the deployment, or by a vault's own people for that vault alone ('' stands
-- for the deployment, so that a name is unique at each place). What Key Vault's clients say of it
-- besides its settings is kept as they sent it.
alter table issuer rename column name to name_everywhere;
alter table issuer add column name varchar(127);
update issuer set name = name_everywhere;
alter table issuer alter column name set not null;
alter table issuer drop column name_everywhere;
alter table issuer add column vault_id varchar(32) default '' not null;
alter table issuer add constraint issuer_name unique (name, vault_id);
alter table issuer add column enabled boolean default true not null;
alter table issuer add column account varchar(100000);
alter table issuer add column organization varchar(10000);
alter table issuer add column updated_at timestamp with time zone;

-- Whom a vault's people want told of its certificates.
create table vault_contacts (
  vault_id varchar(32) primary key references vault (id) on delete cascade,
  contacts varchar(100000) not null
);
