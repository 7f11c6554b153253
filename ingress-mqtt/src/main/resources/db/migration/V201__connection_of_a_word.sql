-- Of which connection the last presence word was, as the device itself names it: a hello that arrives after the will of
-- the same connection was said before it.
alter table ingress.lease add column word_connection text;
