package io.devicetrail.audit.copy.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.audit.Requirement;
import io.devicetrail.audit.copy.ProvenLog;
import io.devicetrail.audit.copy.WrittenCopy;
import io.devicetrail.audit.ledger.ListedRows;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.seal.CopySeal;
import io.devicetrail.audit.seal.Sealed;
import io.devicetrail.audit.trail.EveryEvent;
import io.devicetrail.audit.trail.ListedLog;
import io.devicetrail.audit.trail.LoggedEvent;
import io.devicetrail.audit.trail.TrailFilter;
import io.devicetrail.audit.verify.CopyCheck;
import io.devicetrail.audit.verify.Verdict.Finding;
import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a copy shows by itself, and what somebody could change in it who has more or fewer of the keys. */
class CopyVerificationTest {
    private static final TrailFilter ALL = TrailFilter.ofTenant(ProvenLog.ACME);
    private static final String ENTRIES = "ledger-entries.jsonl";
    private static final String LINES = "audit-trail.jsonl";

    @TempDir
    Path home;

    @TempDir
    Path place;

    private final ListedLog log = ProvenLog.everyEvent();
    private ProvenLog proven;
    private Path copy;

    @BeforeEach
    void export() throws IOException {
        proven = ProvenLog.of(log, home);
        copy = place.resolve("copy");
        proven.copy(ALL, copy);
    }

    @Test
    @Requirement({"11.10(a)", "11.10(b)"})
    void aCopyOfATenantIsProvenToTheByteAndSaysWhatWasChecked() throws IOException {
        CopyVerdict verdict = CopyVerification.of(copy, proven.keys());

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.unproven()).isNull();
        assertThat(verdict.ownKeys()).isFalse();
        assertThat(verdict.onTrust()).isEmpty();
        int mine = Files.readAllLines(copy.resolve(ENTRIES)).size();
        assertThat(mine).isGreaterThan(100);
        assertThat(verdict.checked())
                .anyMatch(line -> line.startsWith("manifest.json: signed by "))
                .contains(ENTRIES + ": " + mine + " events, each under its leaf; of "
                        + (log.events().size() - mine) + " others of the range the copy has the leaf alone");
        assertThat(CopyVerification.of(copy, List.of()).ownKeys()).isTrue();
    }

    @Test
    @Requirement("11.10(d)")
    void theEntriesAreThoseOfTheTenantAloneAndTheLeavesThoseOfAll() throws IOException {
        assertThat(Files.readString(copy.resolve(ENTRIES)))
                .contains("\"tenant\":\"acme\"")
                .doesNotContain("\"tenant\":\"other\"");
        assertThat(Files.size(copy.resolve("ledger-leaves.bin")))
                .isEqualTo(32L * log.events().size());
    }

    @Test
    void whatCanonicalFormWouldWriteOtherwiseComesWithItsPayloadAsStored() throws IOException {
        assertThat(Files.readString(copy.resolve(LINES))).contains("value=1.0").contains("12345678901234567");
        assertThat(Files.readAllLines(copy.resolve("ledger-payloads.jsonl")))
                .singleElement()
                .asString()
                .contains("1.0");
    }

    static Stream<Arguments> filters() {
        String pump = EveryEvent.pump(ProvenLog.ACME).toString();
        Instant later = ListedLog.START.plusSeconds(40);
        return Stream.of(
                Arguments.of(new TrailFilter(ProvenLog.ACME, pump, null, null, null, null), 200),
                Arguments.of(new TrailFilter(ProvenLog.ACME, null, later, null, null, null), 200),
                Arguments.of(new TrailFilter(ProvenLog.ACME, null, null, later, 3L, 90L), 200),
                Arguments.of(new TrailFilter(ProvenLog.ACME, null, null, null, 5L, 5L), 200),
                Arguments.of(new TrailFilter(ProvenLog.ACME, pump, null, null, 1L, 2L), 200),
                Arguments.of(new TrailFilter(ProvenLog.ACME, null, null, null, 7L, null), 6),
                Arguments.of(TrailFilter.ofTenant(ProvenLog.OTHER), 0),
                Arguments.of(ALL, -1));
    }

    @ParameterizedTest
    @MethodSource("filters")
    @Requirement("11.10(b)")
    void aCopyOfAPartIsProvenAsWell(TrailFilter filter, long head) throws IOException {
        Path part = place.resolve("part");
        proven.copy(filter, Math.min(head, log.head()), part);

        CopyVerdict verdict = CopyVerification.of(part, proven.keys());
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.unproven()).isNull();
    }

    @Test
    void theLedgerMayHaveGrownSince() throws IOException {
        ListedRows rows = ProvenLog.rows(log);
        log.append(ProvenLog.ACME, EveryEvent.of(ProvenLog.ACME).getFirst());
        rows.rows.add(ProvenLog.row(log.events().getLast()));
        proven.ledger().follow(rows);
        Path later = place.resolve("later");
        proven.copy(ALL, log.head() - 1, later);

        assertThat(CopyVerification.of(later, proven.keys()).findings()).isEmpty();
        for (String same : List.of(ENTRIES, "ledger-leaves.bin", LINES, "audit-trail.csv")) {
            assertThat(later.resolve(same)).hasSameBinaryContentAs(copy.resolve(same));
        }
    }

    @Test
    @Requirement("11.10(a)")
    void aCopyOfAnotherLedgerIsNotTakenForOneOfThis(@TempDir Path elsewhere) throws IOException {
        ProvenLog forged = ProvenLog.of(log, elsewhere);
        Path folder = place.resolve("forged");
        forged.copy(ALL, folder);

        assertThat(CopyVerification.of(folder, List.of()).findings()).isEmpty();
        assertThat(CopyVerification.of(folder, proven.keys()).findings())
                .hasSize(2)
                .allMatch(finding -> finding.what().contains("is not among those given"));
    }

    /** The exporter's own machine, with every key: the checkpoint is signed already, and lines follow from entries. */
    @ParameterizedTest
    @CsvSource({
        "audit-trail.jsonl, \"recordedAt\":\"2026-11-20T10:00:0, \"recordedAt\":\"2025-11-20T10:00:0",
        "audit-trail.csv, 2026-11-20T10:00:2, 2025-11-20T10:00:2",
        "ledger-entries.jsonl, \"actorId\":\"test\", \"actorId\":\"best\"",
    })
    @Requirement("11.10(a)")
    void notEvenWhoSignsTheManifestCanChangeALine(String name, String from, String to) throws Exception {
        Path file = copy.resolve(name);
        String right = Files.readString(file);
        Files.writeString(file, right.replaceFirst(from, to));
        assertThat(Files.readString(file)).isNotEqualTo(right);
        signAgain(name);

        List<Finding> findings = CopyVerification.of(copy, proven.keys()).findings();
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.index()).isNotEqualTo(Finding.NOT_OF_AN_EVENT);
            assertThat(finding.what()).startsWith(name);
        });
    }

    @Test
    @Requirement("11.10(a)")
    void notEvenWhoSignsTheManifestCanChangeTheLeafOfAnEventThatIsNotInTheCopy() throws Exception {
        Path leaves = copy.resolve("ledger-leaves.bin");
        byte[] changed = Files.readAllBytes(leaves);
        changed[32] ^= 1;
        Files.write(leaves, changed);
        signAgain("ledger-leaves.bin");

        assertThat(CopyVerification.of(copy, proven.keys()).findings())
                .singleElement()
                .hasToString("ledger-leaves.bin: its hashes do not give the root of the checkpoint");
    }

    @Test
    @Requirement("11.10(a)")
    void aManifestThatNamesAnotherFilterThanWasCopiedIsTold() throws Exception {
        sign(manifest -> manifest.replace("\"record\":null", "\"record\":\"acme\""));
        assertThat(CopyVerification.of(copy, proven.keys()).findings())
                .singleElement()
                .asString()
                .endsWith("the event is not one that was asked for");
        sign(manifest ->
                manifest.replace("\"record\":\"acme\"", "\"record\":null").replace("\"last\":null", "\"last\":\"20\""));
        assertThat(CopyVerification.of(copy, proven.keys()).findings())
                .first()
                .hasToString("manifest.json: the leaves are of another range than that of filter and head");
    }

    @Test
    @Requirement("11.10(a)")
    void anEventThatIsTakenOutEverywhereIsMissedByTheNumbers() throws Exception {
        List<String> entries = Files.readAllLines(copy.resolve(ENTRIES));
        Files.writeString(copy.resolve(ENTRIES), String.join("\n", entries.subList(0, entries.size() - 1)) + "\n");
        signAgain(ENTRIES);

        assertThat(CopyVerification.of(copy, proven.keys()).findings())
                .isNotEmpty()
                .allMatch(finding -> finding.index() == Finding.NOT_OF_AN_EVENT)
                .anyMatch(finding -> finding.what().contains("its events is"));
    }

    @Test
    @Requirement("11.10(a)")
    void whereTheLogSaysOtherThanTheLedgerTheCopySaysItIsWithoutProof(@TempDir Path elsewhere) throws IOException {
        long tagged = log.head() - 2;
        ListedLog changed = new ListedLog();
        for (LoggedEvent event : log.events()) {
            Object payload = event.index() == tagged
                    ? new DeviceEvent.DeviceTagged(EveryEvent.pump(ProvenLog.ACME), "note", null, "changed")
                    : event.payload();
            changed.append(ListedLog.event(event.index(), tenant(event), payload, event.recordedAt()));
        }
        ProvenLog other = ProvenLog.changed(changed, log, elsewhere);
        Path folder = place.resolve("other");
        other.copy(ALL, folder);

        CopyVerdict verdict = CopyVerification.of(folder, other.keys());
        assertThat(verdict.ok()).isTrue();
        assertThat(verdict.unproven()).isEqualTo("event " + tagged + ": the log says another thing than the ledger");
    }

    @Test
    void aLedgerThatIsBehindGivesACopyWithoutProof() throws IOException {
        log.append(ProvenLog.ACME, EveryEvent.of(ProvenLog.ACME).getFirst());
        Path folder = place.resolve("behind");
        proven.copy(ALL, folder);

        CopyVerdict verdict = CopyVerification.of(folder, proven.keys());
        assertThat(verdict.ok()).isTrue();
        assertThat(verdict.unproven()).startsWith("no checkpoint of the ledger covers the copy");
    }

    @Test
    void aCopyOfTheFirstFormatIsCheckedAsItWasAndBringsNoProof() throws IOException {
        Path old = Files.createDirectory(place.resolve("old"));
        WrittenCopy.in(old);
        CopyVerdict verdict = CopyVerification.of(old, List.of());
        assertThat(verdict.ok()).isTrue();
        assertThat(verdict.unproven()).contains("bring no proof");

        Files.writeString(old.resolve(LINES), "\n", StandardOpenOption.APPEND);
        assertThat(CopyVerification.of(old, List.of()).findings())
                .singleElement()
                .hasToString(LINES + " was changed");
    }

    @Test
    void aFormatOfTheFutureCannotBeJudged() throws IOException {
        Path manifest = copy.resolve(CopyCheck.MANIFEST);
        Files.writeString(manifest, Files.readString(manifest).replace("audit-copy/2", "audit-copy/3"));
        assertThatThrownBy(() -> CopyVerification.of(copy, List.of()))
                .isInstanceOf(NotVerified.class)
                .hasMessageContaining("devicetrail-audit-copy/3");
    }

    private static TenantId tenant(LoggedEvent event) {
        return new TenantId(event.metadata().getOrDefault(Metadata.TENANT, ""));
    }

    /** The manifest with the file's new hash and size, signed by the keys of the ledger. */
    private void signAgain(String name) throws Exception {
        byte[] file = Files.readAllBytes(copy.resolve(name));
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        sign(manifest -> manifest.replaceFirst(
                "\"bytes\":\"[0-9]+\"(,\"format\":\"[a-z-]+\",\"name\":\"" + name + "\",\"sha256\":\")[0-9a-f]+",
                "\"bytes\":\"" + file.length + "\"$1" + sha256));
    }

    private void sign(UnaryOperator<String> change) throws IOException {
        Path manifest = copy.resolve(CopyCheck.MANIFEST);
        String right = Files.readString(manifest);
        String changed = change.apply(right);
        assertThat(changed).isNotEqualTo(right);
        Files.writeString(manifest, changed);
        CopySeal.Seal seal = CopySeal.in(home.resolve("secrets"))
                .seal(
                        Sealed.AUDIT_COPY,
                        changed.getBytes(StandardCharsets.UTF_8),
                        proven.ledger().signers(),
                        ListedLog.START);
        Files.write(copy.resolve(CopyCheck.NOTE), seal.note());
        Files.write(copy.resolve(CopyCheck.CMS), seal.cms());
    }
}
