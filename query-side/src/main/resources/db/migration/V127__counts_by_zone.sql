-- In which time zone the counted devices read the windows of their plan; empty where that has none. So who asks what a
-- rollout waits for reads a few counts, and none of its devices.
alter table read.rollout_run_count add column zone text not null default '';
alter table read.rollout_run_count drop constraint rollout_run_count_pkey;
alter table read.rollout_run_count add primary key (run_id, site_id, wave, state, zone);

-- What is there already: of the rollouts of such plans all is counted anew.
delete from read.rollout_run_count c
 where exists (select from read.rollout_run r where r.run_id = c.run_id and r.content -> 'windows' <> '[]');
insert into read.rollout_run_count (run_id, site_id, wave, state, zone, tenant, devices)
select r.run_id, place.site_id, r.wave, r.state, coalesce(r.zone, ''), r.tenant, count(*)
  from read.rollout_run_device r join read.rollout_run using (run_id),
       unnest(array['00000000-0000-0000-0000-000000000000', r.site_id]) as place (site_id)
 where place.site_id is not null and content -> 'windows' <> '[]'
 group by r.run_id, place.site_id, r.wave, r.state, coalesce(r.zone, ''), r.tenant;
