-- From when on a role counts no more.
alter table role_assignment add column ends_at timestamp with time zone;

-- What a group holds counts for its members. A group is a principal itself; none is in another.
create table group_member (
  group_id  varchar(32) not null references principal (id),
  member_id varchar(32) not null references principal (id),
  primary key (group_id, member_id)
);
create index group_member_member on group_member (member_id);
