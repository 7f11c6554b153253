-- When the last cause was counted into an incident: which silent devices are of a mass goes by it. Null is as of the
-- opening, until the incidents are read again from the log.
alter table read.incident add column last_caused_at timestamptz;
