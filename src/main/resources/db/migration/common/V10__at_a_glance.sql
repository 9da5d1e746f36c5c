-- What the overview asks of every certificate and binding, where an index finds the few that answer
-- yes (ADR 18). The beginning of 1970 stands for what has not happened and sorts before all else.
-- bindings: how many there are. ends_at: when the current version expires.
alter table certificate add column bindings int default 0 not null;
alter table certificate add column ends_at timestamp with time zone
  default timestamp with time zone '1970-01-01 00:00:00+00' not null;
update certificate set
  bindings = (select count(*) from binding b where b.certificate_id = certificate.id),
  ends_at = coalesce(
    (select v.not_after from certificate_version v where v.id = certificate.current_version),
    ends_at);
-- When it is looked at in time: never, where it is disabled or its plan comes after its deadline.
alter table certificate add column acts_at timestamp with time zone generated always as (
  case when not enabled or next_action_at > deadline
    then timestamp with time zone '1970-01-01 00:00:00+00' else next_action_at end) ${stored};
create index certificate_ends on certificate (ends_at, bindings);
create index certificate_acts on certificate (acts_at, bindings);
create index certificate_unbound on certificate (bindings, name);

-- What is published to it: the certificate's current version.
alter table binding add column published_fingerprint varchar(64);
alter table binding add column published_not_after timestamp with time zone;
update binding set
  published_fingerprint = (select v.fingerprint from certificate c
    join certificate_version v on v.id = c.current_version where c.id = binding.certificate_id),
  published_not_after = (select v.not_after from certificate c
    join certificate_version v on v.id = c.current_version where c.id = binding.certificate_id);
-- 0: something else is seen than what is published; 1: nothing is published; 2: served.
alter table binding add column gravity int generated always as (
  case when published_fingerprint is null then 1
    when served_fingerprint = published_fingerprint and probe_problem is null then 2
    else 0 end) ${stored};
alter table binding add column ends_at timestamp with time zone generated always as (
  coalesce(served_not_after, published_not_after,
    timestamp with time zone '1970-01-01 00:00:00+00')) ${stored};
create index binding_gravity on binding (gravity, ends_at, id);
create index binding_ends on binding (ends_at);

-- Who serves a version, for the few that are revoked.
create index binding_served on binding (served_fingerprint);
