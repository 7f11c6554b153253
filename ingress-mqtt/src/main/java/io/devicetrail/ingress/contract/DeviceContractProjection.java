package io.devicetrail.ingress.contract;

import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.DeviceModelEvent;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.shared.ReadModel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Projects what the ingress must know of devices and models. Every write is an upsert that depends on its event alone.
 * A rebuild fills a second generation while messages are judged by the live one.
 */
@ConditionalOnProperty(prefix = "devicetrail.ingress", name = "enabled", havingValue = "true", matchIfMissing = true)
@Component
@ProcessingGroup(DeviceContractProjection.NAME)
final class DeviceContractProjection implements ReadModel {
    static final String NAME = "ingress-contracts";

    private final JdbcTemplate jdbc;
    private final DeviceContracts contracts;

    DeviceContractProjection(JdbcTemplate jdbc, DeviceContracts contracts) {
        this.jdbc = jdbc;
        this.contracts = contracts;
    }

    @EventHandler
    public void on(DeviceEvent event) {
        switch (event) {
            case DeviceEvent.DeviceRegistered e -> {
                jdbc.update(
                        """
                        insert into ingress.device_contract
                               (generation, device_id, tenant, model_id, model_version, life_cycle)
                        select coalesce(building, live), ?, ?, ?, ?, 'REGISTERED' from ingress.contract_generation
                        on conflict (generation, device_id) do update
                           set tenant = excluded.tenant, model_id = excluded.model_id,
                               model_version = excluded.model_version, life_cycle = excluded.life_cycle""", e.device().value(), e.tenant().value(), e.model().value(), e.modelVersion());
                forgetAfterCommit(e.device());
            }
            case DeviceEvent.LifeCycleEvent e -> {
                jdbc.update("""
                        update ingress.device_contract set life_cycle = ?
                         where device_id = ?
                           and generation = (select coalesce(building, live) from ingress.contract_generation)""", e.to().name(), e.device().value());
                forgetAfterCommit(e.device());
            }
            case DeviceEvent.DeviceModelVersionChanged e -> {
                jdbc.update("""
                        update ingress.device_contract set model_version = ?
                         where device_id = ?
                           and generation = (select coalesce(building, live) from ingress.contract_generation)""", e.to(), e.device().value());
                forgetAfterCommit(e.device());
            }
            case DeviceEvent.DeviceMoved ignored -> {}
            case DeviceEvent.DeviceAttachedToGateway ignored -> {}
            case DeviceEvent.DevicePlaceTaken ignored -> {}
            case DeviceEvent.DeviceTagged ignored -> {}
            case DeviceEvent.DeviceUntagged ignored -> {}
            case DeviceEvent.DeviceHardwareRevised ignored -> {}
        }
    }

    @EventHandler
    public void on(DeviceModelEvent event) {
        switch (event) {
            case DeviceModelEvent.DeviceModelVersionPublished e ->
                jdbc.update("""
                        insert into ingress.model_contract (generation, model_id, version, contract)
                        select coalesce(building, live), ?, ?, ?::jsonb from ingress.contract_generation
                        on conflict (generation, model_id, version) do update set contract = excluded.contract""", e.deviceModel().value(), e.version(), ContractJson.write(e.contract()));
            case DeviceModelEvent.DeviceModelVersionReportsOnly e -> former(e.deviceModel(), e.version(), e.former());
            case DeviceModelEvent.DeviceModelVersionEnforced e -> former(e.deviceModel(), e.version(), null);
            case DeviceModelEvent.DeviceModelVersionDeprecated ignored -> {}
        }
    }

    private void former(DeviceModelId model, int version, @Nullable Integer former) {
        jdbc.update("""
                update ingress.model_contract set former = ?
                 where model_id = ? and version = ?
                   and generation = (select coalesce(building, live) from ingress.contract_generation)""", former, model.value(), version);
        afterCommit(contracts::forgetAll);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void beginRebuild() {
        jdbc.update("update ingress.contract_generation set building = live + 1");
        for (String table : new String[] {"device_contract", "model_contract"}) {
            jdbc.update("delete from ingress." + table
                    + " where generation <> (select live from ingress.contract_generation)");
        }
    }

    @Override
    public void completeRebuild() {
        jdbc.update("update ingress.contract_generation set live = coalesce(building, live), building = null");
        for (String table : new String[] {"device_contract", "model_contract"}) {
            jdbc.update("delete from ingress." + table
                    + " where generation <> (select live from ingress.contract_generation)");
        }
        contracts.forgetAll();
    }

    @Override
    public String digest() {
        MessageDigest sha256 = sha256();
        RowCallbackHandler line = row -> sha256.update((row.getString(1) + "\n").getBytes(StandardCharsets.UTF_8));
        jdbc.query("""
                select device_id || ' ' || tenant || ' ' || model_id || ' ' || model_version || ' ' || life_cycle
                  from ingress.device_contract
                 where generation = (select live from ingress.contract_generation) order by device_id""", line);
        jdbc.query("""
                select model_id || ' ' || version || ' ' || coalesce(former::text || ' ', '') || contract::text from ingress.model_contract
                 where generation = (select live from ingress.contract_generation) order by model_id, version""", line);
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** Before the commit a reader would cache the old row again. */
    private void forgetAfterCommit(DeviceId device) {
        afterCommit(() -> contracts.forget(device));
    }

    private static void afterCommit(Runnable forget) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            forget.run();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                forget.run();
            }
        });
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
