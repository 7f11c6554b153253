-- Whether the maker had signed the list that the key came in: one that nobody signed does not stand in its way.
alter table pki.factory_key add column signed boolean not null default false;
