create index device_by_replacement on read.device (replaced_by) where replaced_by is not null;
create index device_by_gateway on read.device (gateway_id) where gateway_id is not null;
