-- The version whose rules hold while this one only reports; null if it is enforced.
alter table read.device_model add column former integer;
