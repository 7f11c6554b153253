package io.devicetrail.queryside.rollouts;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rollout.DeviceTrait;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rolloutrun.FrozenCohort;
import io.devicetrail.domain.rolloutrun.RolloutCohorts;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.CohortTooLarge;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.FleetBehind;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.TooManyStrata;
import io.devicetrail.domain.rolloutrun.RolloutSelection;
import io.devicetrail.domain.rolloutrun.RolloutSelection.Exclusion;
import io.devicetrail.domain.rolloutrun.Stratum;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.queryside.access.ReachedTables;
import io.devicetrail.queryside.graphql.Json;
import io.devicetrail.queryside.graphql.QueryError;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.axonframework.commandhandling.CommandExecutionException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Chooses the devices of a rollout from the table of devices, as they are projected now: it has all that a plan asks
 * for, is there where the fleet index is not, and what it holds is counted where it is. A device that changes before its
 * turn stays in the cohort.
 */
@Component
class RolloutCohortSelection implements RolloutCohorts {
    /** Of each device of the model at the cohort's sites with its tags, why it is left out; null if it is not. */
    private static final String FOUND = """
            with found as (
                select device_id, site_id, model_version, hardware_revision,
                       case when life_cycle <> 'ACTIVE' then 'NOT_IN_SERVICE'
                            when not model_version = any(?) then 'MODEL_VERSION_UNFIT'
                            when not coalesce(hardware_revision = any(?), false) and cardinality(?::text[]) > 0
                                then 'HARDWARE_REVISION_UNFIT'
                       end as why
                  from read.device
                 where tenant = ? and model_id = ? and tags @> ?::jsonb
                       and (cardinality(?::uuid[]) = 0 or site_id = any(?)))
            """;

    private final ReachedTables tables;
    private final Positions positions;

    RolloutCohortSelection(ReachedTables tables, Positions positions) {
        this.tables = tables;
        this.positions = positions;
    }

    @Override
    public RolloutSelection select(TenantId tenant, RolloutPlan plan, long position) {
        try {
            positions.await(ReadModelName.DEVICES, position);
            if (!plan.windows().isEmpty()) {
                positions.await(ReadModelName.TENANTS, position);
            }
        } catch (QueryError behind) {
            throw because(new FleetBehind(String.valueOf(behind.getMessage())));
        }
        return choose(tenant, plan);
    }

    /** Counted first, so that no list is held that is too long for a rollout. */
    RolloutSelection choose(TenantId tenant, RolloutPlan plan) {
        List<Object> asked = asked(tenant, plan);
        SortedMap<Exclusion, Long> excluded = new TreeMap<>();
        AtomicLong fit = new AtomicLong();
        tables.sql(FOUND + "select why, count(*) as devices from found group by why")
                .params(asked)
                .query(row -> {
                    String why = row.getString("why");
                    if (why == null) {
                        fit.set(row.getLong("devices"));
                    } else {
                        excluded.put(Exclusion.valueOf(why), row.getLong("devices"));
                    }
                });
        if (fit.get() > FrozenCohort.MOST_DEVICES) {
            throw because(new CohortTooLarge(fit.get()));
        }
        List<Placed> found = found(asked, plan.cohort().spreadOver());
        if (found.size() > FrozenCohort.MOST_DEVICES) {
            throw because(new CohortTooLarge(found.size()));
        }
        return new RolloutSelection(
                found.stream().map(Placed::device).toList(),
                plan.windows().isEmpty() ? List.of() : zones(found),
                plan.cohort().spreadOver().isEmpty() ? List.of() : strata(found),
                excluded);
    }

    private static List<String> zones(List<Placed> found) {
        return found.stream()
                .map(placed -> {
                    if (placed.zone() == null) {
                        throw because(new FleetBehind("the site of the device " + placed.device()
                                + " is not known yet; ask again in a moment."));
                    }
                    return placed.zone();
                })
                .toList();
    }

    private static List<Stratum> strata(List<Placed> found) {
        long different = found.stream().map(Placed::stratum).distinct().count();
        if (different > FrozenCohort.MOST_STRATA) {
            throw because(new TooManyStrata(different));
        }
        return found.stream().map(Placed::stratum).toList();
    }

    /** @param zone of its site; null where that is yet to be projected */
    private record Placed(DeviceId device, @Nullable String zone, Stratum stratum) {}

    /** One more than there may be, if more came since they were counted. */
    private List<Placed> found(List<Object> asked, List<DeviceTrait> spreadOver) {
        List<Object> withLimit = new ArrayList<>(asked);
        withLimit.add(FrozenCohort.MOST_DEVICES + 1);
        return tables.sql(FOUND + """
                        select device_id, site_id, model_version, hardware_revision, zone
                          from found left join read.site using (site_id) where why is null limit ?
                        """)
                .params(withLimit)
                .query((row, number) -> new Placed(
                        new DeviceId(row.getObject("device_id", UUID.class)),
                        row.getString("zone"),
                        Stratum.of(
                                spreadOver,
                                new SiteId(row.getObject("site_id", UUID.class)),
                                row.getInt("model_version"),
                                row.getString("hardware_revision"))))
                .list();
    }

    private static List<Object> asked(TenantId tenant, RolloutPlan plan) {
        String[] revisions = plan.cohort().hardwareRevisions().toArray(String[]::new);
        UUID[] sites = plan.cohort().sites().stream().map(SiteId::value).toArray(UUID[]::new);
        return List.of(
                plan.modelVersions().toArray(Integer[]::new),
                revisions,
                revisions,
                tenant.value(),
                plan.model().value(),
                Json.write(plan.cohort().tags()),
                sites,
                sites);
    }

    private static CommandExecutionException because(RolloutRunRejection rejection) {
        return new CommandExecutionException(rejection.code() + ": " + rejection.message(), null, rejection);
    }
}
