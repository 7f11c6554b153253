-- Which entry of the trail an entry corrects; null for what is no correction. The rows are those of the trail itself: a
-- correction is seen by whoever sees an entry of its record, and is there as soon as the trail shows it.
alter table read.audit_entry
    add column corrects_index bigint,
    add column corrects_ordinal int,
    add column correction_number int;
create index audit_entry_corrections on read.audit_entry (corrects_index, corrects_ordinal, index)
    where corrects_index is not null;
