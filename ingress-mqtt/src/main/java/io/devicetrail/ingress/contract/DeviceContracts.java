package io.devicetrail.ingress.contract;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.devicemodel.RulesInForce;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.RowCallbackHandler;

/**
 * Contracts by device, from the projection's tables through a bounded cache. A cached contract is dropped when this
 * node's projection has changed it and read again after {@code age}, as another node's may have.
 */
public final class DeviceContracts {
    private static final String DEVICES = """
            select d.device_id, d.tenant, d.model_id, d.model_version, d.life_cycle, m.former
              from ingress.contract_generation g
              join ingress.device_contract d on d.generation = g.live
              left join ingress.model_contract m
                on m.generation = g.live and m.model_id = d.model_id and m.version = d.model_version
             where d.device_id = any (?)""";
    private static final String MODEL = """
            select m.contract::text
              from ingress.contract_generation g
              join ingress.model_contract m on m.generation = g.live
             where m.model_id = ? and m.version = ?""";
    private static final String IN_LOG =
            "select aggregate_id from log.event where aggregate_id = any (?) and sequence = 0";

    private final JdbcTemplate jdbc;
    private final Clock clock;
    private final Duration age;
    private final int most;
    private final Map<DeviceId, Cached> devices = new ConcurrentHashMap<>();
    /** Published versions never change, so these stay; they are as few as there are models. */
    private final Map<ModelVersion, ModelContract> models = new ConcurrentHashMap<>();
    /** Counts invalidations: what was read before one must not be cached after it. */
    private final AtomicLong invalidations = new AtomicLong();

    private record Cached(DeviceContract contract, Instant readAt) {}

    private record ModelVersion(UUID model, int version) {}

    /** @param former null if the version is enforced */
    private record Row(
            DeviceId device,
            TenantId tenant,
            ModelVersion model,
            LifeCycle lifeCycle,
            @Nullable Integer former) {}

    public DeviceContracts(JdbcTemplate jdbc, Clock clock, Duration age, int most) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.age = age;
        this.most = most;
    }

    public Optional<DeviceContract> find(DeviceId device) {
        return Optional.ofNullable(findAll(List.of(device)).get(device));
    }

    /** Past the cache: as far as the projection is now. */
    public Optional<DeviceContract> findFresh(DeviceId device) {
        forget(device);
        return find(device);
    }

    /** The contracts of those of {@code wanted} that are projected, in one query for all that are not cached. */
    public Map<DeviceId, DeviceContract> findAll(Collection<DeviceId> wanted) {
        Instant oldest = clock.instant().minus(age);
        Map<DeviceId, DeviceContract> found = new HashMap<>();
        Set<DeviceId> missing = new HashSet<>();
        for (DeviceId device : wanted) {
            Cached cached = devices.get(device);
            if (cached != null && cached.readAt().isAfter(oldest)) {
                found.put(device, cached.contract());
            } else {
                missing.add(device);
            }
        }
        if (!missing.isEmpty()) {
            found.putAll(read(missing));
        }
        return found;
    }

    /** Which of {@code devices} the log knows, whether or not the projection has come to them yet. */
    public Set<DeviceId> inLog(Collection<DeviceId> devices) {
        Set<DeviceId> known = new HashSet<>();
        if (!devices.isEmpty()) {
            String[] ids = devices.stream().map(DeviceId::toString).toArray(String[]::new);
            jdbc.query(IN_LOG, array("text", ids), (RowCallbackHandler)
                    row -> known.add(DeviceId.parse(row.getString(1))));
        }
        return known;
    }

    void forget(DeviceId device) {
        invalidations.incrementAndGet();
        devices.remove(device);
    }

    void forgetAll() {
        invalidations.incrementAndGet();
        devices.clear();
        models.clear();
    }

    private Map<DeviceId, DeviceContract> read(Set<DeviceId> missing) {
        long before = invalidations.get();
        Instant readAt = clock.instant();
        UUID[] ids = missing.stream().map(DeviceId::value).toArray(UUID[]::new);
        List<Row> rows = jdbc.query(
                DEVICES,
                array("uuid", ids),
                (row, number) -> new Row(
                        new DeviceId(row.getObject("device_id", UUID.class)),
                        new TenantId(row.getString("tenant")),
                        new ModelVersion(row.getObject("model_id", UUID.class), row.getInt("model_version")),
                        LifeCycle.valueOf(row.getString("life_cycle")),
                        row.getObject("former", Integer.class)));
        Map<DeviceId, DeviceContract> found = new HashMap<>();
        for (Row row : rows) {
            rules(row)
                    .ifPresent(rules -> found.put(
                            row.device(),
                            new DeviceContract(
                                    row.device(),
                                    row.tenant(),
                                    row.lifeCycle(),
                                    new DeviceModelId(row.model().model()),
                                    row.model().version(),
                                    rules)));
        }
        if (devices.size() + found.size() > most) {
            devices.clear();
        }
        found.forEach((device, contract) -> devices.put(device, new Cached(contract, readAt)));
        if (before != invalidations.get()) {
            // A change was projected while we read: ours may be the older answer. Good for now, not for later.
            devices.keySet().removeAll(found.keySet());
        }
        return found;
    }

    private Optional<RulesInForce> rules(Row row) {
        Integer former = row.former();
        return former == null
                ? model(row.model()).map(RulesInForce::enforced)
                : model(row.model())
                        .flatMap(own -> model(new ModelVersion(row.model().model(), former))
                                .map(before -> new RulesInForce(own, before)));
    }

    private Optional<ModelContract> model(ModelVersion version) {
        ModelContract cached = models.get(version);
        if (cached != null) {
            return Optional.of(cached);
        }
        List<String> json = jdbc.queryForList(MODEL, String.class, version.model(), version.version());
        if (json.isEmpty()) {
            return Optional.empty();
        }
        ModelContract contract = ContractJson.read(new DeviceModelId(version.model()), json.getFirst());
        models.put(version, contract);
        return Optional.of(contract);
    }

    private static PreparedStatementSetter array(String type, Object[] values) {
        return statement -> statement.setArray(1, statement.getConnection().createArrayOf(type, values));
    }
}
