-- How long what is deleted from a vault can be recovered, and whether it may go before that.
alter table vault add column retention_days int default 90 not null;
alter table vault add column purge_protection boolean default false not null;
