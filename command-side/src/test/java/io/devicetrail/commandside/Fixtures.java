package io.devicetrail.commandside;

import io.devicetrail.commandside.reference.KnownRecordsInMemory;
import io.devicetrail.commandside.reference.References;
import io.devicetrail.commandside.release.PlannedReleases;
import io.devicetrail.domain.authority.Duty;
import io.devicetrail.domain.device.DeviceEvent.DeviceRegistered;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.devicemodel.ModelContract.ArgumentDefinition;
import io.devicetrail.domain.devicemodel.ModelContract.CommandDefinition;
import io.devicetrail.domain.devicemodel.ModelContract.TelemetryDefinition;
import io.devicetrail.domain.devicemodel.ModelVersionFindings;
import io.devicetrail.domain.devicemodel.ValueType;
import io.devicetrail.domain.ownrole.KnownOwnRoles;
import io.devicetrail.domain.ownrole.OwnRole;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.jspecify.annotations.Nullable;

/** A small world in domain words: ACME with two sites, a pump model, a pump; a rival tenant beside it. */
public final class Fixtures {
    public static final TenantId ACME = new TenantId("acme");
    public static final TenantId RIVAL = new TenantId("rival");
    public static final SiteId BASEL = SiteId.of(ACME, "basel");
    public static final SiteId BERN = SiteId.of(ACME, "bern");
    public static final SiteId RIVALS_SITE = SiteId.of(RIVAL, "oslo");
    public static final String MAKER = "Flow AG";
    public static final DeviceModelId PUMP_MODEL = DeviceModelId.of(ACME, MAKER, "P100");
    public static final DeviceModelId RIVALS_MODEL = DeviceModelId.of(RIVAL, MAKER, "P100");
    public static final DeviceId PUMP = DeviceId.of(ACME, MAKER, "P-1");
    public static final DeviceId SPARE = DeviceId.of(ACME, MAKER, "P-2");
    public static final DeviceId GATEWAY = DeviceId.of(ACME, MAKER, "G-1");
    public static final DeviceId RIVALS_PUMP = DeviceId.of(RIVAL, MAKER, "P-1");
    public static final DeviceId NOBODYS_PUMP = DeviceId.of(ACME, MAKER, "no such serial number");

    public static final ModelContract CONTRACT = new ModelContract(
            30,
            List.of(new TelemetryDefinition("temperature", ValueType.NUMBER, "°C", -40.0, 120.0)),
            List.of(),
            List.of(
                    new CommandDefinition("reboot", List.of(), 60),
                    new CommandDefinition(
                            "dose",
                            List.of(
                                    new ArgumentDefinition("millilitres", ValueType.INTEGER, true),
                                    new ArgumentDefinition("note", ValueType.TEXT, false)),
                            120)));

    /** Of ACME alone: one of each duty, and one that was withdrawn. */
    public static final KnownOwnRoles OWN_ROLES =
            (tenant, key) -> Optional.of(key).filter(any -> tenant.equals(ACME)).flatMap(any -> switch (key) {
                case "cleaner" -> Optional.of(new OwnRole(key, Duty.WORK, List.of("device", "tagDevice"), false));
                case "signing-cleaner" ->
                    Optional.of(new OwnRole(key, Duty.WORK, List.of("requestSignature", "sign"), false));
                case "judge" -> Optional.of(new OwnRole(key, Duty.QUALITY, List.of("auditTrail", "sign"), false));
                case "watcher" -> Optional.of(new OwnRole(key, Duty.QUALITY, List.of("auditTrail"), false));
                case "gone" -> Optional.of(new OwnRole(key, Duty.WORK, List.of("device"), true));
                default -> Optional.empty();
            });

    private Fixtures() {}

    /** What the log says before each test; tests add to it what they are about. */
    public static KnownRecordsInMemory world() {
        return new KnownRecordsInMemory()
                .tenant(ACME, BASEL, BERN)
                .tenant(RIVAL, RIVALS_SITE)
                .model(PUMP_MODEL, ACME, Map.of(1, CONTRACT, 2, CONTRACT), 1)
                .model(RIVALS_MODEL, RIVAL, Map.of(1, CONTRACT))
                .registered(registration(SPARE, ACME, BASEL, PUMP_MODEL))
                .registered(registration(GATEWAY, ACME, BASEL, PUMP_MODEL))
                .registered(registration(RIVALS_PUMP, RIVAL, RIVALS_SITE, RIVALS_MODEL));
    }

    public static <T> AggregateTestFixture<T> fixture(Class<T> aggregate, KnownRecordsInMemory world) {
        return fixture(aggregate, world, findings -> {});
    }

    public static <T> AggregateTestFixture<T> fixture(
            Class<T> aggregate, KnownRecordsInMemory world, ModelVersionFindings findings) {
        return fixture(aggregate, world, findings, (tenant, plan) -> {});
    }

    public static <T> AggregateTestFixture<T> fixture(
            Class<T> aggregate, KnownRecordsInMemory world, ModelVersionFindings findings, PlannedReleases releases) {
        AggregateTestFixture<T> fixture = new AggregateTestFixture<>(aggregate);
        fixture.registerInjectableResource(new References(world));
        fixture.registerInjectableResource(OWN_ROLES);
        fixture.registerInjectableResource(findings);
        fixture.registerInjectableResource(releases);
        fixture.registerInjectableResource(new PolicyWorld().standings());
        return fixture;
    }

    /** As a handler's interceptor: another node's change is stored first, and the log refuses this one. */
    public static @Nullable Object overtaken(UnitOfWork<? extends CommandMessage<?>> work, InterceptorChain chain)
            throws Exception {
        work.onPrepareCommit(ending -> {
            throw new ConcurrencyException("overtaken");
        });
        return chain.proceed();
    }

    public static DeviceRegistered pumpRegistered() {
        return registration(PUMP, ACME, BASEL, PUMP_MODEL);
    }

    public static DeviceRegistered registration(DeviceId device, TenantId tenant, SiteId site, DeviceModelId model) {
        return new DeviceRegistered(
                device, tenant, site, MAKER, "P-1", model, 2, "A", "2026-11", null, new TreeMap<>(Map.of("line", "1")));
    }
}
