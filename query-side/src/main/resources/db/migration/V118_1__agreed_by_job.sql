-- The job whose start is the agreement of the second person; null if the command was agreed to by itself, or by nobody.
alter table read.command add column agreed_by_job uuid;
