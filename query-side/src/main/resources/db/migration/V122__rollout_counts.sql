-- How many devices of each wave of each rollout are where: under the site of all zeros those of the whole tenant, and
-- once more under each site those that are there. Written with the rows that are counted, by the same statement, so that
-- a page of rollouts reads no device. A handful of rows is written again and again: half of each page is left for it.
create table read.rollout_run_count (
    run_id uuid not null,
    site_id uuid not null,
    wave int not null,
    state text not null,
    tenant text not null,
    devices int not null,
    primary key (run_id, site_id, wave, state)
) with (fillfactor = 50);

-- The site of each device there is, as far as read-rollouts has read the log: another read model may be ahead or behind.
create table read.rollout_device_site (
    device_id uuid primary key,
    site_id uuid not null
) with (fillfactor = 90);

-- Where the device is now; null where nothing was heard of its registration.
alter table read.rollout_run_device add column site_id uuid;
-- For a device that is moved to another site.
create index rollout_run_device_by_device on read.rollout_run_device (device_id);

-- What is there already, with the sites of read-devices. Where that one is behind at this moment, a device counts at a
-- site it has left, or at none, until it is moved again or read-rollouts is read again from the log; counts of the whole
-- tenant are right at once.
insert into read.rollout_device_site select device_id, site_id from read.device;
update read.rollout_run_device r set site_id = d.site_id from read.device d where d.device_id = r.device_id;
insert into read.rollout_run_count (run_id, site_id, wave, state, tenant, devices)
select r.run_id, place.site_id, r.wave, r.state, r.tenant, count(*)
  from read.rollout_run_device r,
       unnest(array['00000000-0000-0000-0000-000000000000', r.site_id]) as place (site_id)
 where place.site_id is not null
 group by r.run_id, place.site_id, r.wave, r.state, r.tenant;

grant select, insert, update, delete, truncate on read.rollout_run_count, read.rollout_device_site to ${appRole};
