package io.devicetrail.queryside.devicemodels;

import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.queryside.access.ReachedTables;
import io.devicetrail.queryside.graphql.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds versions of device models. */
@Component
public class DeviceModels {
    /** With the contract of the version whose rules hold meanwhile, where there is one. */
    private static final String FROM = """
            from read.device_model m left join read.device_model f
              on f.model_id = m.model_id and f.version = m.former
            """;

    private static final String COLUMNS = "m.*, f.contract as former_contract ";
    private static final String NEWEST = "select distinct on (m.model_id) " + COLUMNS + FROM;

    private final ReachedTables tables;

    DeviceModels(ReachedTables tables) {
        this.tables = tables;
    }

    Optional<DeviceModel> version(UUID model, @Nullable Integer version) {
        return version == null
                ? newest(List.of(model)).values().stream().findFirst()
                : Optional.ofNullable(
                        byKeys(List.of(new DeviceModel.Key(model, version))).get(new DeviceModel.Key(model, version)));
    }

    List<DeviceModel> ofTenant(String tenant) {
        return tables.sql("select * from (" + NEWEST + """
                where m.tenant = ? order by m.model_id, m.version desc) newest
                order by manufacturer collate "C", name collate "C"
                """)
                .param(tenant)
                .query(DeviceModels::model)
                .list();
    }

    public Map<UUID, DeviceModel> newest(Collection<UUID> models) {
        return tables
                .sql(NEWEST + "where m.model_id = any(?) order by m.model_id, m.version desc")
                .param(models.toArray(UUID[]::new))
                .query(DeviceModels::model)
                .list()
                .stream()
                .collect(Collectors.toMap(DeviceModel::deviceModelId, Function.identity()));
    }

    public Map<DeviceModel.Key, DeviceModel> byKeys(Collection<DeviceModel.Key> keys) {
        List<DeviceModel.Key> distinct = keys.stream().distinct().toList();
        return tables
                .sql("select " + COLUMNS + FROM + """
                join unnest(?, ?) as k(model_id, version) on k.model_id = m.model_id and k.version = m.version
                """)
                .params(List.of(
                        distinct.stream().map(DeviceModel.Key::model).toArray(UUID[]::new),
                        distinct.stream().map(DeviceModel.Key::version).toArray(Integer[]::new)))
                .query(DeviceModels::model)
                .list()
                .stream()
                .collect(Collectors.toMap(DeviceModel::key, Function.identity()));
    }

    private static DeviceModel model(ResultSet row, int number) throws SQLException {
        return new DeviceModel(
                row.getObject("model_id", UUID.class),
                row.getInt("version"),
                row.getString("tenant"),
                row.getString("manufacturer"),
                row.getString("name"),
                row.getBoolean("deprecated"),
                Json.read(row.getString("contract"), ModelContract.class),
                former(row),
                row.getLong("position"));
    }

    private static DeviceModel.@Nullable Former former(ResultSet row) throws SQLException {
        String contract = row.getString("former_contract");
        return contract == null
                ? null
                : new DeviceModel.Former(row.getInt("former"), Json.read(contract, ModelContract.class));
    }
}
