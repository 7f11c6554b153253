-- A lock that another node does not give back ends the wait with an error, after which it is known that nothing was
-- stored. The writer's own statement has no time-out of the driver's any more (BatchInsert).
alter function log.append set lock_timeout = '10s';
