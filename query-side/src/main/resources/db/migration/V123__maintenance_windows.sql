-- In which time zone the device reads the windows of the plan; null where that has none.
alter table read.rollout_run_device add column zone text;

-- As plans that were written before have them.
update read.rollout_plan set content = content
    || '{"windows": [], "prerequisites": {"leastBatteryPercent": null, "fromVersions": []}}';
update read.rollout_run set content = content
    || '{"windows": [], "prerequisites": {"leastBatteryPercent": null, "fromVersions": []}}';
