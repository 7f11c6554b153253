package io.devicetrail.commandside.signature;

import io.devicetrail.domain.account.AccountEvent.SignedIn;
import io.devicetrail.domain.account.AccountId;
import io.devicetrail.domain.auditexport.AuditExportEvent.AuditTrailExported;
import io.devicetrail.domain.auditexport.ExportId;
import io.devicetrail.domain.auditexport.ExportScope;
import io.devicetrail.domain.auditexport.ExportedFile;
import io.devicetrail.domain.catalogue.EventCatalogue;
import io.devicetrail.domain.catalogue.StoredEvent;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.correction.CorrectionEvent.EntryCorrected;
import io.devicetrail.domain.correction.CorrectionId;
import io.devicetrail.domain.deadletter.DeadLetterEvent.DeadLettersReleased;
import io.devicetrail.domain.deadletter.DeadLettersId;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.DeviceModelEvent.DeviceModelVersionDeprecated;
import io.devicetrail.domain.devicemodel.DeviceModelEvent.DeviceModelVersionPublished;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.person.PersonEvent.PersonRegistered;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.quarantine.QuarantineEvent.QuarantinedMessageReleased;
import io.devicetrail.domain.quarantine.QuarantinedMessageId;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanDrafted;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanRevised;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanWithdrawn;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.Cohort;
import io.devicetrail.domain.rollout.RolloutPlan.Release;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.signature.CanonicalRecord;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureCheck;
import io.devicetrail.domain.signature.SignatureEvent.RecordSigned;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signature.SignatureSeal;
import io.devicetrail.domain.signature.StoredEntry;
import io.devicetrail.domain.signature.StoredJson;
import io.devicetrail.domain.signature.StoredStreams;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** A log as it is stored: two people, two versions of a model, a command, a release of dead letters, two of a
 * quarantined message, a rollout plan that was revised, two corrections, an export, and signatures. */
final class Records implements StoredStreams {
    static final TenantId ACME = new TenantId("acme");
    static final PersonId ADA = PersonId.of(PersonId.LOCAL, "ada");
    static final PersonId BEN = PersonId.of(PersonId.LOCAL, "ben");
    static final String ADAS_SESSION = "0b50b2a4-3a3d-4a3b-8b0e-6f1f0e4a3c01";
    static final String BENS_SESSION = "0b50b2a4-3a3d-4a3b-8b0e-6f1f0e4a3c02";
    static final DeviceModelId MODEL = DeviceModelId.of(ACME, "Flow AG", "P100");
    static final DeviceId PUMP = DeviceId.of(ACME, "Flow AG", "P-1");
    static final CommandId COMMAND = CommandId.of(ACME, "ada", "1");
    static final DeadLettersId LETTERS = DeadLettersId.of("read-devices", PUMP.toString());

    static final SignableRecord FIRST_VERSION = SignableRecord.of(SignableKind.DEVICE_MODEL_VERSION, MODEL + ":1");
    static final SignableRecord SECOND_VERSION = SignableRecord.of(SignableKind.DEVICE_MODEL_VERSION, MODEL + ":2");
    static final SignableRecord REQUEST = SignableRecord.of(SignableKind.DEVICE_COMMAND, COMMAND.toString());
    static final SignableRecord RELEASE = SignableRecord.of(SignableKind.DEAD_LETTER_RELEASE, LETTERS + ":421");
    static final QuarantinedMessageId QUARANTINED = QuarantinedMessageId.of(ACME, 17);
    static final SignableRecord LET_IN = SignableRecord.of(SignableKind.QUARANTINE_RELEASE, QUARANTINED + ":1");
    static final RolloutPlanId PLANNED = RolloutPlanId.of(ACME, "ben", "plan");
    static final SignableRecord PLAN = SignableRecord.of(SignableKind.ROLLOUT_PLAN, PLANNED.toString());
    static final CorrectionId CORRECTED = CorrectionId.of(ACME, 6, 1);
    static final ExportId EXPORTED = new ExportId(new UUID(7, 8));
    static final SignableRecord CORRECTION = SignableRecord.of(SignableKind.CORRECTION, CORRECTED + ":1");
    static final SignableRecord EXPORT = SignableRecord.of(SignableKind.AUDIT_EXPORT, EXPORTED.toString());
    static final List<SignableRecord> ALL =
            List.of(FIRST_VERSION, SECOND_VERSION, REQUEST, RELEASE, LET_IN, PLAN, CORRECTION, EXPORT);

    static final StoredJson JSON = new CanonicalJson();
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final List<StoredEntry> entries;

    Records(List<StoredEntry> entries) {
        this.entries = new ArrayList<>(entries);
    }

    /** With nothing signed yet. */
    static Records unsigned() {
        Records log = new Records(List.of());
        log.append(
                ADA.toString(),
                new PersonRegistered(ADA, PersonId.LOCAL, "ada", "Ada Löwe", "HR 1"),
                meta("installation", BEN, "Ben B."));
        log.append(
                BEN.toString(),
                new PersonRegistered(BEN, PersonId.LOCAL, "ben", "Ben B.", "HR 2"),
                meta("installation", ADA, "Ada Löwe"));
        log.append(
                AccountId.of(ADA).toString(),
                new SignedIn(AccountId.of(ADA), ADA, ADAS_SESSION, List.of("pwd", "otp")),
                meta("installation", ADA, "Ada Löwe"));
        log.append(
                AccountId.of(BEN).toString(),
                new SignedIn(AccountId.of(BEN), BEN, BENS_SESSION, List.of("pwd", "otp")),
                meta("installation", BEN, "Ben B."));
        log.append(MODEL.toString(), published(1), meta("acme", BEN, "Ben B."));
        log.append(MODEL.toString(), published(2), meta("acme", BEN, "Ben B."));
        log.append(
                COMMAND.toString(),
                new CommandRequested(
                        COMMAND,
                        ACME,
                        PUMP,
                        "dose",
                        new TreeMap<>(Map.of("millilitres", 5, "lot", 9_007_199_254_740_993L)),
                        60),
                meta("acme", BEN, "Ben B."));
        log.append(
                LETTERS.toString(),
                new DeadLettersReleased(LETTERS, ACME, "read-devices", PUMP.toString(), 421),
                meta("acme", BEN, "Ben B."));
        for (int release = 1; release <= 2; release++) {
            log.append(
                    QUARANTINED.toString(),
                    new QuarantinedMessageReleased(
                            QUARANTINED, ACME, PUMP, 17, release, "UNKNOWN_DEVICE", Instant.EPOCH, 120, "0".repeat(64)),
                    meta("acme", BEN, "Ben B."));
        }
        log.append(
                PLANNED.toString(), new RolloutPlanDrafted(PLANNED, ACME, plan("First")), meta("acme", BEN, "Ben B."));
        log.append(
                PLANNED.toString(),
                new RolloutPlanRevised(PLANNED, ACME, 2, plan("First"), plan("Second")),
                meta("acme", BEN, "Ben B."));
        log.append(CORRECTED.toString(), corrected(1, "dose", "doze"), meta("acme", BEN, "Ben B."));
        log.append(CORRECTED.toString(), corrected(2, "doze", "dose"), meta("acme", BEN, "Ben B."));
        log.append(
                EXPORTED.toString(),
                new AuditTrailExported(
                        EXPORTED,
                        ACME,
                        new ExportScope(PUMP.toString(), null, null, null, null),
                        new ExportedFile("csv", 9, 3, 421, "0".repeat(64))),
                meta("acme", BEN, "Ben B."));
        return log;
    }

    /** With every record signed by both. */
    static Records signed() {
        Records log = unsigned();
        for (SignableRecord record : ALL) {
            log.sign(record, ADA, "Ada Löwe", SignatureMeaning.APPROVAL, ADAS_SESSION);
            log.sign(record, BEN, "Ben B.", SignatureMeaning.AUTHORSHIP, BENS_SESSION);
        }
        return log;
    }

    /** As the aggregate would, which other tests hold to it. */
    void sign(SignableRecord record, PersonId person, String printedName, SignatureMeaning meaning, String session) {
        sign(record, meta("acme", person, printedName), meaning, session);
    }

    /** By whom the metadata names. */
    void sign(SignableRecord record, Map<String, Object> metadata, SignatureMeaning meaning, String session) {
        PersonId person = new PersonId(UUID.fromString(String.valueOf(metadata.get("actorId"))));
        String printedName = String.valueOf(metadata.get("actorName"));
        var version = new LoggedVersions(this, JSON).of(record).orElseThrow();
        boolean first = entries.stream()
                .noneMatch(e -> e.name().equals("signature.RecordSigned")
                        && session.equals(JSON.read(e.payload()).get("session")));
        SignatureId id = SignatureId.of(record, version.hash(), person, meaning);
        RecordSigned unsealed = new RecordSigned(
                id,
                record,
                version.position(),
                version.hash(),
                person,
                printedName,
                meaning,
                "Europe/Zurich",
                "+01:00",
                session,
                first ? List.of("pwd", "otp") : List.of("pwd"),
                CanonicalRecord.FORM,
                "");
        append(id.toString(), SignatureSeal.seal(unsealed, metadata, JSON), metadata);
    }

    /** Of the log as it is, of which nothing is missing. */
    SignatureCheck check() {
        return SignatureCheck.of(entries, 0, entries.size() - 1L, JSON);
    }

    void publish(int version) {
        append(MODEL.toString(), published(version), meta("acme", BEN, "Ben B."));
    }

    void withdrawPlan() {
        append(PLANNED.toString(), new RolloutPlanWithdrawn(PLANNED, ACME, 2), meta("acme", BEN, "Ben B."));
    }

    private static RolloutPlan plan(String title) {
        return new RolloutPlan(
                title,
                new Release("firmware", "2.1", "0".repeat(64), 1),
                MODEL,
                List.of(1),
                new Cohort(List.of(), List.of(), new TreeMap<>()),
                List.of(new Wave(100, 0)),
                new StopThresholds(0, null),
                1,
                false);
    }

    void deprecate(int version) {
        deprecate(version, BEN, "Ben B.");
    }

    void deprecate(int version, PersonId by, String name) {
        append(MODEL.toString(), new DeviceModelVersionDeprecated(MODEL, version), meta("acme", by, name));
    }

    List<StoredEntry> entries() {
        return List.copyOf(entries);
    }

    String hash(SignableRecord record) {
        return CanonicalRecord.hash(record, CanonicalRecord.eventsOf(record, entries, JSON), JSON);
    }

    /** As it would have been stored before there were seals. */
    void makeLastOfFirstRevision() {
        StoredEntry last = entries.removeLast();
        Map<String, Object> payload = new HashMap<>(JSON.read(last.payload()));
        payload.keySet().removeAll(List.of("form", "seal"));
        entries.add(new StoredEntry(last.index(), last.stream(), last.name(), 1, bytes(payload), last.metadata()));
    }

    @Override
    public List<StoredEntry> stored(String stream, long afterIndex) {
        return entries.stream()
                .filter(entry -> entry.stream().equals(stream) && entry.index() > afterIndex)
                .limit(PAGE)
                .toList();
    }

    static byte[] bytes(Object json) {
        return MAPPER.writeValueAsBytes(json);
    }

    static Map<String, Object> meta(String tenant, PersonId actor, String name) {
        Map<String, Object> metadata = new HashMap<>(Map.of(
                "tenant",
                tenant,
                "actorType",
                "PERSON",
                "actorId",
                actor.toString(),
                "actorName",
                name,
                "actorRole",
                actor.equals(BEN) ? "operator" : "quality-approver",
                "recordedAt",
                "2026-11-20T10:00:00.000000Z"));
        metadata.putAll(Map.of("address", "10.0.0.7", "client", "browser", "authentication", "pwd otp"));
        metadata.putAll(Map.of("reason", "\"because\", she said", "zone", "UTC"));
        return metadata;
    }

    void append(String stream, Object event, Map<String, Object> metadata) {
        StoredEvent kind = EventCatalogue.of(event.getClass()).orElseThrow();
        entries.add(
                new StoredEntry(entries.size(), stream, kind.name(), kind.revision(), bytes(event), bytes(metadata)));
    }

    private static EntryCorrected corrected(int number, String from, String to) {
        return new EntryCorrected(
                CORRECTED,
                ACME,
                number,
                6,
                1,
                "command.CommandRequested",
                "device",
                PUMP.toString(),
                "command " + COMMAND + " name",
                from,
                to,
                null);
    }

    private static DeviceModelVersionPublished published(int version) {
        return new DeviceModelVersionPublished(
                MODEL, ACME, "Flow AG", "P100", version, new ModelContract(30, List.of(), List.of(), List.of()));
    }
}
