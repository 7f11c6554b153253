-- The first event has index 0. One below it would be seen by who reads an aggregate, and by nobody who reads the log in
-- order: no ledger, no export. Not validated: the log may be long, and verification looks for such rows anyway.
alter table log.event add constraint event_index_from_zero check (index >= 0) not valid;
