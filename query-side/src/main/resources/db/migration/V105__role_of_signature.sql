-- In which role a signature was given. Null in rows that were there before, until read-signatures is replayed.
alter table read.signature add column role text;
