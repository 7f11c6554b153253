-- When a device went silent, kept when it is stale after it was offline, and after it is back until it is silent again.
-- Of devices that are silent now and were so in another way before, it is the later time until read-devices is read
-- again from the log.
alter table read.device add column silent_since timestamptz;
update read.device set silent_since = connectivity_since where connectivity in ('OFFLINE', 'STALE');
