package io.devicetrail.queryside;

import io.devicetrail.domain.apikey.ApiKeyEvent;
import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.artifact.ArtifactId;
import io.devicetrail.domain.authority.Duty;
import io.devicetrail.domain.command.CommandEvent;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.DeviceTransferId;
import io.devicetrail.domain.devicemodel.DeviceModelEvent;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.enrolment.EnrolmentEvent;
import io.devicetrail.domain.enrolment.EnrolmentId;
import io.devicetrail.domain.enrolment.Fingerprint;
import io.devicetrail.domain.enrolment.RevocationReason;
import io.devicetrail.domain.exportjob.ExportJobId;
import io.devicetrail.domain.incident.IncidentId;
import io.devicetrail.domain.incident.IncidentKind;
import io.devicetrail.domain.incident.IncidentSubject;
import io.devicetrail.domain.job.JobId;
import io.devicetrail.domain.ownrole.OwnRoleEvent;
import io.devicetrail.domain.ownrole.OwnRoleId;
import io.devicetrail.domain.person.PersonEvent;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.release.SoftwareReleaseId;
import io.devicetrail.domain.rollout.RolloutEvent;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantEvent;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.domain.transfer.TransferTerms;
import io.devicetrail.domain.twin.PropertyChange;
import io.devicetrail.domain.twin.TwinEvent;
import io.devicetrail.domain.twin.TwinId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A tenant that nobody else may see: two sites, a device at each, and all that can be asked about one. */
final class Rival {
    static final TenantId RIVAL = TenantId.of("rival");
    static final SiteId NORTH = SiteId.of(RIVAL, "north");
    static final SiteId SOUTH = SiteId.of(RIVAL, "south");
    static final DeviceModelId MODEL = DeviceModelId.of(RIVAL, "Secret", "S-1");
    static final DeviceId AT_NORTH = DeviceId.of(RIVAL, "Secret", "N-1");
    static final DeviceId AT_SOUTH = DeviceId.of(RIVAL, "Secret", "S-1");
    static final CommandId NORTHERN = CommandId.of(RIVAL, "roy", "north-1");
    static final CommandId SOUTHERN = CommandId.of(RIVAL, "roy", "south-1");
    static final ApiKeyId KEY = new ApiKeyId(new UUID(7, 99));
    static final RolloutPlanId PLAN = RolloutPlanId.of(RIVAL, "roy", "plan");
    static final DeviceTransferId TRANSFER = DeviceTransferId.of(RIVAL, "roy", "transfer");
    static final IncidentId INCIDENT = IncidentId.of(IncidentKind.ORPHAN, IncidentSubject.of(AT_NORTH), "secret");
    static final String FILE_HASH = "0c".repeat(32);
    static final ArtifactId FILE = ArtifactId.of(RIVAL, FILE_HASH);
    static final SoftwareReleaseId RELEASE = SoftwareReleaseId.of(RIVAL, "secret-firmware", "1");
    static final ExportJobId EXPORT = ExportJobId.of(RIVAL, "roy", "export");
    static final JobId JOB = JobId.of(RIVAL, "roy", "job");
    static final RolloutRunId RUN = RolloutRunId.of(RIVAL, "roy", "rollout");
    static final PersonId ROY = PersonId.of(PersonId.LOCAL, "roy");

    private static final Instant LATER = Instant.parse("2027-11-20T10:00:00Z");

    private static final TransferTerms TERMS =
            TransferHistory.terms(RIVAL, TenantId.of("third"), AT_NORTH, "Secret", "N-1", LATER, true);

    private Rival() {}

    static void write(LogOfTests log, JdbcClient jdbc) {
        boolean there = jdbc.sql("select exists (select from read.tenant where tenant = 'rival')")
                .query(Boolean.class)
                .single();
        if (there) {
            return;
        }
        if (log.head() < 0) {
            History.write(log);
            log.project(0);
        }
        long begin = log.head() + 1;
        append(log, new TenantEvent.TenantCreated(RIVAL, "Rival Secrets"));
        append(log, new TenantEvent.SiteOpened(RIVAL, NORTH, "north", "North secret", "Europe/Zurich"));
        append(log, new TenantEvent.SiteOpened(RIVAL, SOUTH, "south", "South secret", "Europe/Zurich"));
        ModelContract contract = new ModelContract(30, List.of(), List.of(), List.of());
        append(log, new DeviceModelEvent.DeviceModelVersionPublished(MODEL, RIVAL, "Secret", "S-1", 1, contract));
        append(log, device(AT_NORTH, NORTH, "N-1", null));
        append(log, device(AT_SOUTH, SOUTH, "S-1", AT_NORTH));
        signedCommand(log, NORTHERN, AT_NORTH, "secretNorth", NORTH);
        signedCommand(log, SOUTHERN, AT_SOUTH, "secretSouth", SOUTH);
        log.append(
                new PersonEvent.PersonRegistered(ROY, PersonId.LOCAL, "roy", "Roy Secret", "HR secret"),
                History.ADA,
                TenantId.INSTALLATION.value());
        append(log, new PersonEvent.RoleGranted(ROY, RIVAL, null, "auditor", Duty.QUALITY, "TR secret"));
        append(log, new PersonEvent.RoleGranted(ROY, RIVAL, SOUTH, "operator", Duty.WORK, "TR secret south"));
        // Of a person whom the other tenant sees, too.
        append(log, new PersonEvent.RoleGranted(History.BEA, RIVAL, SOUTH, "auditor", Duty.QUALITY, "TR secret bea"));
        append(log, History.signed(MODEL, 1, begin + 3, ROY, "Signer secret"));
        append(
                log,
                new ApiKeyEvent.ApiKeyIssued(KEY, RIVAL, null, "Secret key", List.of("operator"), List.of(), LATER));
        OwnRoleId own = OwnRoleId.of(RIVAL, "secrets");
        append(log, new OwnRoleEvent.RoleDefined(own, RIVAL, "secrets", Duty.WORK, "Secret role", List.of("device")));
        append(
                log,
                new RolloutEvent.RolloutPlanDrafted(
                        PLAN, RIVAL, PlanHistory.plan("Secret plan", MODEL, List.of(SOUTH))));
        RolloutHistory.created(RUN, RIVAL, PLAN, List.of(AT_NORTH)).forEach(event -> append(log, event));
        append(log, SoftwareHistory.stored(RIVAL, FILE_HASH, "secret.bin"));
        append(log, SoftwareHistory.published(RIVAL, MODEL, "secret-firmware", "1", FILE_HASH));
        append(log, CredentialHistory.issued(RIVAL, AT_NORTH, "secret north"));
        append(log, CredentialHistory.issued(RIVAL, AT_SOUTH, "secret south"));
        append(
                log,
                new EnrolmentEvent.DeviceCertificateRevoked(
                        EnrolmentId.of(AT_SOUTH),
                        RIVAL,
                        AT_SOUTH,
                        "secret south",
                        Fingerprint.of("secret south"),
                        RevocationReason.UNSPECIFIED));
        for (DeviceId device : List.of(AT_NORTH, AT_SOUTH)) {
            String value = "secret " + (device.equals(AT_NORTH) ? "north" : "south");
            append(
                    log,
                    new TwinEvent.DesiredPropertiesChanged(
                            TwinId.of(device),
                            device,
                            RIVAL,
                            0,
                            1,
                            List.of(new PropertyChange("label", null, value, null))));
        }
        TransferHistory.offered(log, TRANSFER, TERMS, History.ADA);
        append(
                log,
                IncidentHistory.opened(
                        INCIDENT, RIVAL, IncidentSubject.of(AT_NORTH), 1, IncidentKind.ORPHAN, "secret"));
        JobHistory.rival().forEach(event -> append(log, event));
        append(log, ExportJobHistory.rival(RIVAL, EXPORT));
        append(log, new TenantEvent.ListSignerTrusted(RIVAL, "Secret", CredentialHistory.signer("secret")));
        log.project(begin);
        says(jdbc, AT_NORTH, "north");
        says(jdbc, AT_SOUTH, "south");
        jdbc.sql("insert into process.dead_letter values ('p', 3, 's', 'rival', 'secret', 'why', now())")
                .update();
        jdbc.sql("insert into process.dead_letter values ('p', 4, 's', 'acme', 'ours', 'why', now())")
                .update();
    }

    private static void signedCommand(LogOfTests log, CommandId id, DeviceId device, String name, SiteId site) {
        Map<String, Object> there = Map.of(Metadata.SITE, site.toString());
        long position = log.append(command(id, device, name), History.ADA, RIVAL.value(), there);
        SignableRecord record = SignableRecord.of(SignableKind.DEVICE_COMMAND, id.toString());
        log.append(History.signed(record, position, ROY, "Signer " + name), History.ADA, RIVAL.value(), there);
    }

    private static void append(LogOfTests log, Object event) {
        log.append(event, History.ADA, RIVAL.value());
    }

    private static DeviceEvent.DeviceRegistered device(
            DeviceId device, SiteId site, String serial, @Nullable DeviceId gateway) {
        return new DeviceEvent.DeviceRegistered(
                device, RIVAL, site, "Secret", serial, MODEL, 1, null, null, gateway, new TreeMap<>());
    }

    private static CommandEvent.CommandRequested command(CommandId command, DeviceId device, String name) {
        return new CommandEvent.CommandRequested(command, RIVAL, device, name, new TreeMap<>(), 60);
    }

    private static void says(JdbcClient jdbc, DeviceId device, String what) {
        UUID id = device.value();
        for (String table : List.of("telemetry", "telemetry_latest")) {
            jdbc.sql("insert into ingress." + table + """
                     values (?, 'secret', timestamptz '2026-11-20 10:00:00Z', now(), 'b', 1, 0, 7, to_jsonb(7), 'GOOD', ?)
                    """).params(id, what).update();
        }
        jdbc.sql(
                        "insert into ingress.reported_property values (?, 'mood', to_json(?::text), null, false, 'b', 1, now(), now())")
                .params(id, "secret " + what)
                .update();
        jdbc.sql("insert into ingress.telemetry_gap values (?, ?, 3, 4, now())")
                .params(id, what)
                .update();
        jdbc.sql("""
                insert into ingress.model_version_finding
                values (?, 1, ?, 'TELEMETRY', 'secret', 'rival', 1, 'secret', now(), now())
                """).params(MODEL.value(), id).update();
        jdbc.sql("""
                insert into ingress.quarantine
                       (tenant, device, topic, reason, detail, payload, size, received_at, release, release_position,
                        release_outcome, release_detail, settled_at)
                values ('rival', ?, ?, 'secret', 'secret', '', 0, now(), 1, 7, 'secret', 'secret', now())
                """).params(id, "dt/v1/rival/" + what).update();
    }
}
