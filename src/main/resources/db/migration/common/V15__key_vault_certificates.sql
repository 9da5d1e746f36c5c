-- Which edit of the policy the next version must meet: an edit that need not be met at once leaves
-- it where it is. What its secret looks like. When it was deleted, and when it goes for good; its
-- name stays taken until then.
alter table certificate add column due_revision bigint default 1 not null;
update certificate set due_revision = policy_revision;
alter table certificate add column secret_form varchar(16) default 'PKCS12' not null;
alter table certificate add column deleted_at timestamp with time zone;
alter table certificate add column purge_at timestamp with time zone;
-- The few that are deleted. Not by deleted_at: H2 would read those that are not by it.
create index certificate_purge on certificate (purge_at);

-- An operation that its client has removed from sight.
alter table issuance_order add column dismissed boolean default false not null;
