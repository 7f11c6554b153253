-- What a key has of what its roles allow; empty for all of it.
alter table read.api_key add column permissions text[] not null default '{}';
