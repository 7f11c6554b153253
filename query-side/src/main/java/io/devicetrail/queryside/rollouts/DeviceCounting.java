package io.devicetrail.queryside.rollouts;

/**
 * Lets a statement that writes rows of devices keep their counts too, by what each of its rows was and became: both are
 * there or neither, and no device is counted that the statement did not change.
 */
final class DeviceCounting {
    /** The site under which the whole tenant is counted: nobody's own. */
    static final String WHOLE = "00000000-0000-0000-0000-000000000000";

    private static final String COUNTED = """
            with change as (%s
                returning new.run_id, new.tenant, new.wave, old.state as was, old.site_id as was_at, new.state as became,
                          new.site_id as now_at, coalesce(new.zone, '') as zone),
                 told as (
                select run_id, tenant, wave, zone, was as state, array['%s', was_at] as places, -1 as devices
                  from change where was is not null
                 union all
                select run_id, tenant, wave, zone, became, array['%s', now_at], 1 from change)
            insert into read.rollout_run_count as counted (run_id, site_id, wave, state, zone, tenant, devices)
            select told.run_id, place.site_id, told.wave, told.state, told.zone, told.tenant, sum(told.devices)
              from told, unnest(told.places) as place (site_id)
             where place.site_id is not null
             group by told.run_id, place.site_id, told.wave, told.state, told.zone, told.tenant
            having sum(told.devices) <> 0
                on conflict (run_id, site_id, wave, state, zone)
                do update set devices = counted.devices + excluded.devices
            """;

    private DeviceCounting() {}

    /** @param statement an insert or update of read.rollout_run_device */
    static String of(String statement) {
        return COUNTED.formatted(statement, WHOLE, WHOLE);
    }
}
