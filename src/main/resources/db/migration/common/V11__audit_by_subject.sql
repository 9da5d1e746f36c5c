-- Who took a key is asked for on every certificate's page, however long ago it was.
create index audit_entry_subject on audit_entry (subject, sequence);
