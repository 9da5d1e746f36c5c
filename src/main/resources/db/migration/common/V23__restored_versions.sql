-- By which name clients of a vault know a version that was restored from a backup, and is a row of its
-- own here; empty: by its id.
alter table certificate_version add column known_as varchar(32);
create index certificate_version_known_as on certificate_version (known_as);

-- When what is said of a certificate, or its policy, was last edited; empty: not since this is known.
alter table certificate add column updated_at timestamp with time zone;
