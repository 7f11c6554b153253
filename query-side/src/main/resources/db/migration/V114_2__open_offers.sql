-- The offers that wait are counted at every offer; those that were answered are many more.
create index device_transfer_open on read.device_transfer (giver, receiver) where side = 'GIVER' and state = 'OFFERED';
