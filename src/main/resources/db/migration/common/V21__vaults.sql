-- Where clients of a vault get tokens, what its PFX files look like, and which edit this is. When it
-- was deleted, and when it goes for good; its name stays taken until then.
alter table vault add column authority varchar(16) default 'ADFS' not null;
alter table vault add column pfx varchar(16) default 'MODERN' not null;
alter table vault add column revision bigint default 1 not null;
alter table vault add column deleted_at timestamp with time zone;
alter table vault add column purge_at timestamp with time zone;

-- Deleted because its vault was, so that it comes back with it; what had been deleted by itself
-- stays deleted.
alter table certificate add column deleted_with_vault boolean default false not null;
