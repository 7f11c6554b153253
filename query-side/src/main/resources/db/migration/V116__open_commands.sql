-- The open commands of a device and of a tenant are counted at every request; the ended ones are many more.
create index command_open_by_device on read.command (device_id) where ended_at is null;
create index command_open_by_tenant on read.command (tenant) where ended_at is null;
