-- The longest of Key Vault's roles has 41 characters.
alter table role_assignment alter column role set data type varchar(64);
