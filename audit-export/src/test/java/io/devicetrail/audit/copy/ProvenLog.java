package io.devicetrail.audit.copy;

import io.devicetrail.audit.ledger.EntrySource;
import io.devicetrail.audit.ledger.ListedRows;
import io.devicetrail.audit.ledger.LogRow;
import io.devicetrail.audit.ledger.WrittenLedger;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.seal.CopySeal;
import io.devicetrail.audit.trail.AuditTrail;
import io.devicetrail.audit.trail.EveryEvent;
import io.devicetrail.audit.trail.ListedLog;
import io.devicetrail.audit.trail.LogReader;
import io.devicetrail.audit.trail.LoggedEvent;
import io.devicetrail.audit.trail.TrailFilter;
import io.devicetrail.audit.verify.CopyCheck;
import io.devicetrail.domain.catalogue.EventCatalogue;
import io.devicetrail.domain.command.CommandEvent;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/** A log under a ledger, and whole copies of it in folders, as an export leaves them. */
public final class ProvenLog {
    public static final TenantId ACME = new TenantId("acme");
    public static final TenantId OTHER = new TenantId("other");

    private static final int LONG_VALUE = 70_000;
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private final LogReader log;
    private final WrittenLedger ledger;
    private final AuditCopies copies;

    /** Where the log is not what it was when the ledger took it in. */
    public static ProvenLog changed(ListedLog log, ListedLog taken, Path home) throws IOException {
        return new ProvenLog(log, rows(log), new WrittenLedger(home).follow(rows(taken)), home);
    }

    private ProvenLog(LogReader log, EntrySource rows, WrittenLedger ledger, Path home) throws IOException {
        this.log = log;
        this.ledger = ledger;
        CopyLedger proven =
                new CopyLedger(ledger.files(), ledger.keyring(), rows, CopySeal.in(home.resolve("secrets")));
        this.copies = new AuditCopies(new AuditTrail(log), Clock.systemUTC(), Optional.of(proven));
    }

    /** Under a ledger that has taken all of it in. */
    public static ProvenLog of(LogReader log, EntrySource rows, Path home) throws IOException {
        return new ProvenLog(log, rows, new WrittenLedger(home).follow(rows), home);
    }

    public static ProvenLog of(ListedLog log, Path home) throws IOException {
        return of(log, rows(log), home);
    }

    /** Every event of one tenant among those of another; one too long for an entry, one that RFC 8785 writes otherwise. */
    public static ListedLog everyEvent() {
        ListedLog log = new ListedLog();
        List<Object> mine = EveryEvent.of(ACME);
        List<Object> others = EveryEvent.of(OTHER);
        for (int i = 0; i < mine.size(); i++) {
            log.append(ACME, mine.get(i));
            log.append(OTHER, others.get(i));
        }
        DeviceId device = EveryEvent.pump(ACME);
        log.append(ACME, new DeviceEvent.DeviceTagged(device, "note", null, "é".repeat(LONG_VALUE)));
        log.append(
                ACME,
                new CommandEvent.CommandRequested(
                        new CommandId(new UUID(5, 5)),
                        ACME,
                        device,
                        "set",
                        new TreeMap<>(Map.of("value", 1.0, "many", 12_345_678_901_234_567L)),
                        60));
        log.append(OTHER, others.getFirst());
        return log;
    }

    public static ListedRows rows(ListedLog log) {
        ListedRows rows = new ListedRows();
        log.events().forEach(event -> rows.rows.add(row(event)));
        return rows;
    }

    public static LogRow row(LoggedEvent event) {
        return new LogRow(
                event.index(),
                "Aggregate",
                "aggregate-" + event.index() % 7,
                event.index() / 7,
                new UUID(9, event.index()).toString(),
                event.metadata().getOrDefault(Metadata.COMMAND_ID, ""),
                0,
                event.name(),
                EventCatalogue.of(event.payload().getClass()).orElseThrow().revision(),
                event.recordedAt(),
                JSON.writeValueAsBytes(event.payload()),
                JSON.writeValueAsBytes(new TreeMap<>(event.metadata())));
    }

    public List<VerifierKey> keys() {
        return ledger.keys();
    }

    public WrittenLedger ledger() {
        return ledger;
    }

    /** Over the same log. */
    public WholeCopy whole(long eventsBetweenPlaces) {
        Reports reports = new Reports(new AuditTrail(log), Clock.systemUTC());
        return new WholeCopy(copies, reports, eventsBetweenPlaces);
    }

    public AuditCopies copies() {
        return copies;
    }

    public void copy(TrailFilter filter, Path folder) throws IOException {
        copy(filter, log.head(), folder);
    }

    public void copy(TrailFilter filter, long head, Path folder) throws IOException {
        Files.createDirectories(folder);
        AuditCopies.Signed signed = copies.signed(filter, head);
        Files.write(folder.resolve(CopyCheck.MANIFEST), signed.manifest());
        CopySeal.Seal seal = Objects.requireNonNull(signed.seal());
        Files.write(folder.resolve(CopyCheck.NOTE), seal.note());
        Files.write(folder.resolve(CopyCheck.CMS), seal.cms());
        JsonNode manifest = JSON.readTree(signed.manifest());
        for (Map.Entry<String, byte[]> file : ManifestCompanions.named(manifest).entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
        for (JsonNode file : manifest.required("files")) {
            try (OutputStream out =
                    Files.newOutputStream(folder.resolve(file.required("name").asString()))) {
                copies.write(
                        named(file.required("format").asString()), filter, head, out, AuditCopies.BeforeTheEnd.NOTHING);
            }
        }
    }

    private static CopyFile named(String format) {
        if (format.equals(ReportFile.ROLLOUT.parameter())) {
            return ReportFile.ROLLOUT;
        }
        CopyFile file = CopyRequest.of(Map.of("tenant", new String[] {"acme"}, "format", new String[] {format}))
                .format();
        if (file == null) {
            throw new AssertionError(format);
        }
        return file;
    }
}
