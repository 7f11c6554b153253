-- How a device came and went of late, so that one that does so too often is told once and not each time.
alter table ingress.lease
    add column swing_online boolean,
    add column swing_changes text,
    add column flapping_since timestamptz;
