package io.devicetrail.queryside;

import io.devicetrail.domain.account.AccountEvent;
import io.devicetrail.domain.account.AccountId;
import io.devicetrail.domain.apikey.ApiKeyEvent;
import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.apikey.ApiKeyTokenId;
import io.devicetrail.domain.auditexport.AuditExportEvent;
import io.devicetrail.domain.auditexport.ExportId;
import io.devicetrail.domain.auditexport.ExportScope;
import io.devicetrail.domain.auditexport.ExportedFile;
import io.devicetrail.domain.authority.AuthorityEvent;
import io.devicetrail.domain.authority.DenialId;
import io.devicetrail.domain.authority.Duty;
import io.devicetrail.domain.command.CommandAnswer;
import io.devicetrail.domain.command.CommandEvent;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandState;
import io.devicetrail.domain.connectivity.Connectivity;
import io.devicetrail.domain.connectivity.ConnectivityEvent;
import io.devicetrail.domain.connectivity.ConnectivityId;
import io.devicetrail.domain.connectivity.ConnectivityReason;
import io.devicetrail.domain.connectivity.Lease;
import io.devicetrail.domain.correction.CorrectionEvent;
import io.devicetrail.domain.correction.CorrectionId;
import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.devicemodel.DeviceModelEvent;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.devicemodel.ValueType;
import io.devicetrail.domain.ledger.LedgerEvent;
import io.devicetrail.domain.ledger.LedgerId;
import io.devicetrail.domain.person.PersonEvent;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.quarantine.QuarantineEvent;
import io.devicetrail.domain.quarantine.QuarantinedMessageId;
import io.devicetrail.domain.replay.Rebuilt;
import io.devicetrail.domain.replay.ReplayEvent;
import io.devicetrail.domain.replay.ReplayId;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureEvent;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantEvent;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A small plant's history: two sites, a model of two versions, a gateway with sensors, one replaced, one commanded. */
public final class History {
    public static final TenantId ACME = TenantId.of("acme");
    public static final TenantId OTHER = TenantId.of("other");
    public static final SiteId BASEL = SiteId.of(ACME, "basel");
    public static final SiteId VISP = SiteId.of(ACME, "visp");
    public static final DeviceModelId PT100 = DeviceModelId.of(ACME, "Ohmic", "PT-100");
    public static final DeviceId GATEWAY = DeviceId.of(ACME, "Ohmic", "GW-1");
    public static final DeviceId SENSOR = DeviceId.of(ACME, "Ohmic", "SN-1");
    public static final DeviceId SUCCESSOR = DeviceId.of(ACME, "Ohmic", "SN-2");
    public static final DeviceId FOREIGN = DeviceId.of(OTHER, "Ohmic", "SN-1");
    public static final CommandId REBOOT = CommandId.of(ACME, "ada", "reboot-1");
    public static final LedgerId LEDGER = new LedgerId("example.com/ledger");
    public static final PersonId BEA = PersonId.of(PersonId.LOCAL, "bea");
    public static final ApiKeyId KEY = new ApiKeyId(new UUID(7, 11));
    public static final ApiKeyId LOST_KEY = new ApiKeyId(new UUID(7, 12));
    public static final CommandId IGNORED = CommandId.of(ACME, "ada", "reboot-2");

    /** Log index of the event that tagged the sensor's line. */
    static final long TAGGED = 13;

    static final Caller ADA = new Caller(
            ActorType.PERSON, "ada", "Ada L.", "operator", "passkey", "10.0.0.7", "console 1", "WEAR", "drifts");

    static final Instant HEARD = Instant.parse("2026-11-20T09:59:00.5Z");

    private History() {}

    static void write(LogOfTests log) {
        append(log, new TenantEvent.TenantCreated(ACME, "Acme Pharma"));
        append(log, new TenantEvent.SiteOpened(ACME, BASEL, "basel", "Basel plant", "Europe/Zurich"));
        append(log, new TenantEvent.SiteOpened(ACME, VISP, "visp", "Visp plant", "Europe/Zurich"));
        append(log, published(1));
        append(log, published(2));
        append(log, new DeviceModelEvent.DeviceModelVersionDeprecated(PT100, 1));
        append(log, registered(GATEWAY, ACME, "GW-1", null));
        append(log, registered(SENSOR, ACME, "SN-1", GATEWAY));
        append(log, registered(SUCCESSOR, ACME, "SN-2", null));
        append(log, registered(FOREIGN, OTHER, "SN-1", null));
        append(log, new DeviceEvent.DeviceEnrolled(SENSOR, LifeCycle.REGISTERED));
        append(log, new DeviceEvent.DeviceCommissioned(SENSOR, LifeCycle.ENROLLED));
        append(log, connectivity(null, Connectivity.ONLINE, ConnectivityReason.HEARD_FROM_DEVICE));
        append(log, new DeviceEvent.DeviceTagged(SENSOR, "line", "3", "4"));
        append(log, new DeviceEvent.DeviceTagged(SENSOR, "room", null, "cold"));
        append(log, new DeviceEvent.DeviceUntagged(SENSOR, "room", "cold"));
        append(log, new DeviceEvent.DeviceMoved(SENSOR, BASEL, VISP));
        append(log, new DeviceEvent.DeviceHardwareRevised(SENSOR, "A", "B"));
        append(log, new DeviceEvent.DeviceAttachedToGateway(SUCCESSOR, null, GATEWAY));
        append(log, requested(REBOOT));
        append(log, new CommandEvent.CommandSent(REBOOT, SENSOR, CommandState.REQUESTED, 1));
        append(log, answered(CommandState.SENT, CommandAnswer.SUCCEEDED));
        append(log, requested(IGNORED));
        append(log, new CommandEvent.CommandTimedOut(IGNORED, SENSOR, CommandState.REQUESTED));
        append(
                log,
                new CommandEvent.LateAnswerRecorded(
                        IGNORED, SENSOR, CommandState.TIMED_OUT, CommandAnswer.SUCCEEDED, "0", "late", null));
        append(log, connectivity(Connectivity.ONLINE, Connectivity.OFFLINE, ConnectivityReason.WILL_RECEIVED));
        append(log, new DeviceEvent.DeviceReplaced(SENSOR, SUCCESSOR, LifeCycle.ACTIVE));
        append(log, new TenantEvent.SignaturesCertified(ACME, "FDA", "DOC-4711"));
        log.append(
                new LedgerEvent.LedgerMismatchFound(LEDGER, 3L, "the log holds something else than the ledger", 9),
                ADA,
                TenantId.INSTALLATION.value());
        log.append(
                new LedgerEvent.LedgerKeyRotated(LEDGER, List.of("a+1+x"), List.of("a+2+y")),
                ADA,
                TenantId.INSTALLATION.value());
        log.append(
                new PersonEvent.PersonRegistered(BEA, PersonId.LOCAL, "bea", "Bea K.", "HR 7"),
                ADA,
                TenantId.INSTALLATION.value());
        append(log, new PersonEvent.RoleGranted(BEA, ACME, null, "auditor", Duty.QUALITY, "TR 1"));
        append(log, new PersonEvent.RoleGranted(BEA, ACME, BASEL, "operator", Duty.WORK, "TR 2"));
        append(log, new PersonEvent.RoleGranted(BEA, ACME, VISP, "operator", Duty.WORK, "TR 3"));
        append(log, new PersonEvent.RoleRevoked(BEA, ACME, VISP, "operator"));
        log.append(new PersonEvent.PersonDeactivated(BEA), ADA, TenantId.INSTALLATION.value());
        log.append(new PersonEvent.PersonReactivated(BEA), ADA, TenantId.INSTALLATION.value());
        for (AccountEvent event : accountOfBea()) {
            log.append(event, ADA, TenantId.INSTALLATION.value());
        }
        log.append(
                new AuthorityEvent.OperationDenied(
                        new DenialId(new UUID(7, 8)), new PersonId(new UUID(7, 9)), "retireDevice", "acme", 2),
                ADA,
                TenantId.INSTALLATION.value());
        log.append(
                new AuthorityEvent.FirstAdministratorAppointed(new PersonId(new UUID(7, 9))),
                ADA,
                TenantId.INSTALLATION.value());
        append(
                log,
                new ApiKeyEvent.ApiKeyIssued(
                        KEY,
                        ACME,
                        BASEL,
                        "MES",
                        List.of("integrator", "operator"),
                        List.of("device", "tagDevice"),
                        HEARD));
        append(log, new ApiKeyEvent.ApiKeyIssued(LOST_KEY, ACME, null, "SCADA", List.of("operator"), List.of(), HEARD));
        append(log, new ApiKeyEvent.ApiKeyTokenIssued(LOST_KEY, new ApiKeyTokenId(new UUID(7, 13)), HEARD));
        append(log, new ApiKeyEvent.ApiKeyRevoked(LOST_KEY));
        append(
                log,
                new AuthorityEvent.OperationDeniedToKey(new DenialId(new UUID(7, 10)), KEY, "retireDevice", "acme", 0));
        ReplayId replay = new ReplayId(new UUID(7, 7));
        log.append(new ReplayEvent.ReplayStarted(replay, List.of("read-devices")), ADA, TenantId.INSTALLATION.value());
        log.append(
                new ReplayEvent.ReplayEnded(replay, List.of(new Rebuilt("read-devices", 7, "0a", "0b"))),
                ADA,
                TenantId.INSTALLATION.value());
        // The first version as it was before it was deprecated, the second as it is.
        append(log, signed(PT100, 1, 3, BEA, "Bea K."));
        append(log, signed(PT100, 2, 4, BEA, "Bea K."));
        append(log, corrected(1, "4", "5"));
        append(log, corrected(2, "5", null));
        append(
                log,
                new AuditExportEvent.AuditTrailExported(
                        new ExportId(new UUID(7, 13)),
                        ACME,
                        new ExportScope(SENSOR.toString(), null, null, null, null),
                        new ExportedFile("csv", TAGGED, 3, 421, "0".repeat(64))));
        append(
                log,
                new QuarantineEvent.QuarantinedMessageReleased(
                        QuarantinedMessageId.of(ACME, 3),
                        ACME,
                        SENSOR,
                        3,
                        1,
                        "UNKNOWN_DEVICE",
                        HEARD,
                        120,
                        "0".repeat(64)));
        append(
                log,
                new QuarantineEvent.QuarantineReleaseSettled(
                        QuarantinedMessageId.of(ACME, 3), ACME, SENSOR, 3, 1, "TAKEN_IN", "stored"));
        RolesOfHistory.events().forEach(event -> append(log, event));
        PolicyHistory.write(log);
        // Whether a version is open is the command side's to ask; read models believe the log.
        append(log, new DeviceEvent.DeviceModelVersionChanged(SUCCESSOR, 2, 1));
        PlanHistory.write(log);
        SoftwareHistory.write(log);
        JobHistory.events().forEach(event -> append(log, event));
        ExportJobHistory.events().forEach(event -> append(log, event));
        CredentialHistory.write(log);
        TwinHistory.write(log);
        CommandHistory.events().forEach(event -> append(log, event));
        TransferHistory.write(log);
        IncidentHistory.events().forEach(event -> append(log, event));
        CredentialHistory.writeSigners(log);
        RolloutHistory.events().forEach(event -> append(log, event));
    }

    /** Of what the tag {@code line} was set to. */
    static CorrectionEvent.EntryCorrected corrected(int number, @Nullable String from, @Nullable String to) {
        return new CorrectionEvent.EntryCorrected(
                CorrectionId.of(ACME, TAGGED, 0),
                ACME,
                number,
                TAGGED,
                0,
                "device.DeviceTagged",
                "device",
                SENSOR.toString(),
                "tags.line",
                from,
                to,
                null);
    }

    /** What was published as that version, with the position as it was when it was signed. */
    static SignatureEvent.RecordSigned signed(
            DeviceModelId model, int version, long position, PersonId by, String name) {
        return signed(SignableRecord.of(SignableKind.DEVICE_MODEL_VERSION, model + ":" + version), position, by, name);
    }

    static SignatureEvent.RecordSigned signed(SignableRecord record, long position, PersonId by, String name) {
        String hash = "0".repeat(64);
        return new SignatureEvent.RecordSigned(
                SignatureId.of(record, hash, by, SignatureMeaning.APPROVAL),
                record,
                position,
                hash,
                by,
                name,
                SignatureMeaning.APPROVAL,
                "Europe/Zurich",
                "+01:00",
                "s1",
                List.of("pwd", "otp"),
                2,
                "0".repeat(64));
    }

    /** Let in, locked out and let in again; the second factor lost at last, and a lock in force. */
    private static List<AccountEvent> accountOfBea() {
        AccountId account = AccountId.of(BEA);
        return List.of(
                new AccountEvent.SignInSecretIssued(account, BEA, HEARD),
                new AccountEvent.PasswordSet(account, BEA),
                new AccountEvent.SecondFactorEnrolled(account, BEA, "otp"),
                new AccountEvent.SignInFailed(account, BEA, "password", 1, 0),
                new AccountEvent.AccountLocked(account, BEA, 1, HEARD),
                new AccountEvent.AccountUnlocked(account, BEA),
                new AccountEvent.SignedIn(account, BEA, "s1", List.of("pwd", "otp")),
                new AccountEvent.TokenIssued(account, BEA, "s1", "devicetrail-cli", "device_code", HEARD),
                new AccountEvent.SignedOut(account, BEA, "s1", "sign-out"),
                new AccountEvent.SignedInElsewhere(
                        account, BEA, "s2", "https://login.example.com", List.of("mfa"), List.of()),
                new AccountEvent.SecondFactorReset(account, BEA),
                new AccountEvent.AccountLocked(account, BEA, 5, HEARD));
    }

    private static void append(LogOfTests log, Object event) {
        log.append(event, ADA, event instanceof DeviceEvent e && e.device().equals(FOREIGN) ? "other" : "acme");
    }

    public static DeviceModelEvent.DeviceModelVersionPublished published(int version) {
        return new DeviceModelEvent.DeviceModelVersionPublished(
                PT100,
                ACME,
                "Ohmic",
                "PT-100",
                version,
                new ModelContract(
                        30 * version,
                        List.of(new ModelContract.TelemetryDefinition(
                                "temperature", ValueType.NUMBER, "°C", -50.0, 150.0)),
                        List.of(),
                        List.of(new ModelContract.CommandDefinition("reboot", List.of(), 60))));
    }

    public static DeviceEvent.DeviceRegistered registered(
            DeviceId device, TenantId tenant, String serialNumber, @Nullable DeviceId gateway) {
        return new DeviceEvent.DeviceRegistered(
                device,
                tenant,
                BASEL,
                "Ohmic",
                serialNumber,
                PT100,
                2,
                "A",
                "B-7",
                gateway,
                new TreeMap<>(Map.of("line", "3")));
    }

    public static ConnectivityEvent.ConnectivityChanged connectivity(
            @Nullable Connectivity from, Connectivity to, ConnectivityReason reason) {
        return new ConnectivityEvent.ConnectivityChanged(
                ConnectivityId.of(SENSOR),
                SENSOR,
                ACME,
                from,
                to,
                List.of(reason),
                HEARD,
                new Lease(HEARD, "telemetry", 60, null, false),
                HEARD.plusSeconds(1));
    }

    private static CommandEvent.CommandRequested requested(CommandId command) {
        return new CommandEvent.CommandRequested(
                command, ACME, SENSOR, "reboot", new TreeMap<>(Map.of("delaySeconds", 5)), 60);
    }

    private static CommandEvent.CommandAnswered answered(CommandState from, CommandAnswer answer) {
        return new CommandEvent.CommandAnswered(REBOOT, SENSOR, from, answer, "0", "done", HEARD);
    }
}
