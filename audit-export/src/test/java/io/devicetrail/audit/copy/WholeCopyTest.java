package io.devicetrail.audit.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.audit.Requirement;
import io.devicetrail.audit.copy.check.CopyVerdict;
import io.devicetrail.audit.copy.check.CopyVerification;
import io.devicetrail.audit.copy.check.Trusted;
import io.devicetrail.audit.ledger.note.Keys;
import io.devicetrail.audit.ledger.note.NoteSigner;
import io.devicetrail.audit.ledger.note.SignatureType;
import io.devicetrail.audit.trail.EveryEvent;
import io.devicetrail.audit.trail.ListedLog;
import io.devicetrail.audit.trail.TrailFilter;
import io.devicetrail.audit.verify.CopyCheck;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy that is killed, anywhere, and gone on with, has the same bytes as one that was not. */
@Requirement("11.10(b)")
class WholeCopyTest {
    private static final long BETWEEN_PLACES = 40;
    private static final long PLENTY = 1L << 40;
    private static final WholeCopy.Watch WATCH = (read, events, entries, bytes) -> true;
    /** They are other bytes each time, and are held against the ledger's key instead. */
    private static final Set<String> SIGNATURES = Set.of(CopyCheck.CMS, CopyCheck.NOTE);

    @TempDir
    Path home;

    private ListedLog events;
    private ProvenLog proven;
    private MortalLog log;
    private WholeCopy copy;
    private WholeCopy.Order order;

    @BeforeEach
    void log() throws IOException {
        events = ProvenLog.everyEvent();
        log = new MortalLog(events);
        proven = ProvenLog.of(log, ProvenLog.rows(events), home.resolve("home"));
        copy = proven.whole(BETWEEN_PLACES);
        order = new WholeCopy.Order(
                TrailFilter.ofTenant(ProvenLog.ACME),
                events.head() - 1,
                Instant.parse("2026-11-23T17:00:00.25Z"),
                new WholeCopy.ReportFor("Ada Lovelace", "ada", "Inspection"),
                PLENTY);
    }

    @Test
    void itIsTheCopyThatIsHandedOutOverHttp() throws IOException {
        List<MadeFile> made = copy.make(order, folder("job"), WATCH);

        proven.copy(order.filter(), order.head(), folder("direct"));
        for (MadeFile file : made) {
            byte[] bytes = Files.readAllBytes(files("job").resolve(file.name()));
            assertThat(file.bytes()).as(file.name()).isEqualTo(bytes.length);
            if (!Set.of(CopyCheck.MANIFEST, "report.pdf").contains(file.name()) && !SIGNATURES.contains(file.name())) {
                assertThat(bytes)
                        .as(file.name())
                        .isEqualTo(Files.readAllBytes(folder("direct").resolve(file.name())));
            }
        }
        assertThat(made).extracting(MadeFile::name).contains("audit-trail.csv", "report.pdf", "ledger-payloads.jsonl");
        assertThat(verdict("job").findings()).isEmpty();
    }

    @Test
    void killedAtAnyEventAndGoneOnWithItHasTheSameBytes() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        TreeMap<String, String> unharmed = sums(copy.make(order, folder("unharmed"), WATCH));
        long readings = 3 * (order.head() + 1);

        for (int life = 0; life < 6; life++) {
            String name = "killed-" + life;
            int kills = 0;
            while (true) {
                log.dieAfter(1 + random.nextLong(readings / 2));
                try {
                    assertThat(sums(copy.make(order, folder(name), WATCH)))
                            .as("seed %s, life %s after %s kills", seed, life, kills)
                            .isEqualTo(unharmed);
                    break;
                } catch (MortalLog.Killed killed) {
                    kills++;
                    tear(files(name), random);
                }
            }
            log.live();
            assertThat(verdict(name).findings()).as("seed %s", seed).isEmpty();
        }
    }

    /** Bytes that were on their way to the disk are there or are not, behind those that were synced. */
    private static void tear(Path files, Random random) throws IOException {
        try (Stream<Path> parts = Files.list(files)) {
            for (Path part : parts.filter(f -> f.toString().endsWith(".part")).toList()) {
                byte[] torn = new byte[random.nextInt(100)];
                random.nextBytes(torn);
                Files.write(part, torn, StandardOpenOption.APPEND);
            }
        }
    }

    @Test
    void itGoesOnAtTheLastPlaceAndNotAtTheBeginning() throws IOException {
        log.dieAfter(2 * BETWEEN_PLACES + 5);
        assertThatThrownBy(() -> copy.make(order, folder("job"), WATCH)).isInstanceOf(MortalLog.Killed.class);

        log.live();
        copy.make(order, folder("job"), WATCH);

        assertThat(log.beginnings().getFirst()).isEqualTo(2 * BETWEEN_PLACES);
    }

    /** What a kill leaves between two steps: the later files are missing, or under their names too early. */
    @Test
    void killedBetweenTwoFilesItHasTheSameBytes() throws IOException {
        TreeMap<String, String> unharmed = sums(copy.make(order, folder("unharmed"), WATCH));
        List<String> beside = List.of(
                "report.pdf", CopyCheck.CHECKPOINT, CopyCheck.KEYS, CopyCheck.NOTE, CopyCheck.CMS, CopyCheck.MANIFEST);
        for (int missing = 1; missing <= beside.size(); missing++) {
            String name = "without-" + missing;
            copy.make(order, folder(name), WATCH);
            for (String file : beside.subList(0, missing)) {
                Files.delete(files(name).resolve(file));
            }
            assertThat(sums(copy.make(order, folder(name), WATCH))).as(name).isEqualTo(unharmed);
            assertThat(verdict(name).findings()).as(name).isEmpty();
        }
        List<String> named = unharmed.keySet().stream()
                .filter(file -> !beside.contains(file))
                .toList();
        for (int placed = 0; placed < named.size(); placed++) {
            String name = "placed-" + placed;
            copy.make(order, folder(name), WATCH);
            for (String file : beside) {
                Files.delete(files(name).resolve(file));
            }
            for (String file : named.subList(placed, named.size())) {
                Files.move(files(name).resolve(file), files(name).resolve(file + ".part"));
            }
            assertThat(sums(copy.make(order, folder(name), WATCH))).as(name).isEqualTo(unharmed);
        }
    }

    @Test
    void theSameOrderGivesTheSameBytesInAnotherFolder() throws IOException {
        assertThat(sums(copy.make(order, folder("one"), WATCH)))
                .isEqualTo(sums(copy.make(order, folder("two"), WATCH)));
    }

    @Test
    void itStaysAtTheCheckpointOfItsBeginningWhereTheLedgerGoesOn() throws IOException {
        TreeMap<String, String> unharmed = sums(copy.make(order, folder("unharmed"), WATCH));
        log.dieAfter(2 * BETWEEN_PLACES + 5);
        assertThatThrownBy(() -> copy.make(order, folder("job"), WATCH)).isInstanceOf(MortalLog.Killed.class);
        EveryEvent.of(ProvenLog.OTHER).forEach(event -> events.append(ProvenLog.OTHER, event));
        proven.ledger().follow(ProvenLog.rows(events));

        log.live();
        assertThat(sums(copy.make(order, folder("job"), WATCH))).isEqualTo(unharmed);
        assertThat(verdict("job").findings()).isEmpty();
    }

    /** Also where they sign more while it is made: what a copy says follows from its beginning. */
    @Test
    @Requirement("11.10(a)")
    void whatOthersHaveSignedGoesAlongAsItWasAtTheBeginning() throws IOException {
        NoteSigner witness = Keys.fresh("witness.example/one", SignatureType.ED25519_COSIGNATURE);
        AttestedLog others = new AttestedLog(home.resolve("others"));
        others.cosigned(others.checkpoint(), witness);
        others.stamped(others.checkpoint(), new byte[] {1, 2, 3});
        WholeCopy whole = others.proven().whole(BETWEEN_PLACES);
        WholeCopy.Order before = new WholeCopy.Order(order.filter(), others.head() - 9, order.at(), null, PLENTY);
        TreeMap<String, String> unharmed = sums(whole.make(before, folder("unharmed"), WATCH));
        others.proven().copy(before.filter(), before.head(), folder("direct"));
        for (String name : List.of(CopyCheck.COSIGNED, CopyCheck.STAMPED, CopyCheck.TIMESTAMP)) {
            assertThat(files("unharmed").resolve(name))
                    .as(name)
                    .hasSameBinaryContentAs(folder("direct").resolve(name));
        }

        assertThatThrownBy(() -> whole.make(before, folder("job"), (read, of, entries, bytes) -> false))
                .isInstanceOf(InterruptedIOException.class);
        others.grow(2).cosigned(others.checkpoint(), witness);
        others.stamped(others.checkpoint(), new byte[] {4});

        assertThat(sums(whole.make(before, folder("job"), WATCH))).isEqualTo(unharmed);
        CopyVerdict verdict = CopyVerification.of(
                files("job"), new Trusted(others.proven().keys(), List.of(witness.verifier()), List.of()));
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.checked())
                .anyMatch(line -> line.startsWith("ledger-cosigned.txt: cosigned by witness.example/one")
                        && line.endsWith("; all events of the range are under it"));
    }

    @Test
    void aPlaceWithFewerBytesThanItSaysIsNotGoneOnWith() throws IOException {
        log.dieAfter(2 * BETWEEN_PLACES + 5);
        assertThatThrownBy(() -> copy.make(order, folder("job"), WATCH)).isInstanceOf(MortalLog.Killed.class);
        Files.write(files("job").resolve("audit-trail.csv.part"), new byte[0]);

        log.live();
        TreeMap<String, String> made = sums(copy.make(order, folder("job"), WATCH));

        assertThat(log.beginnings().getFirst()).isZero();
        assertThat(made).isEqualTo(sums(copy.make(order, folder("unharmed"), WATCH)));
    }

    /** Its bytes are of one version, the one that the manifest names. */
    @Test
    void whatAnotherVersionBeganIsBegunAnewUntilThereIsAManifest() throws IOException {
        log.dieAfter(2 * BETWEEN_PLACES + 5);
        assertThatThrownBy(() -> copy.make(order, folder("job"), WATCH)).isInstanceOf(MortalLog.Killed.class);
        begunByAnother("job");
        log.live();
        TreeMap<String, String> made = sums(copy.make(order, folder("job"), WATCH));

        assertThat(log.beginnings().getFirst()).isZero();
        Files.delete(files("job").resolve(CopyCheck.NOTE));
        begunByAnother("job");
        log.live();
        assertThat(sums(copy.make(order, folder("job"), WATCH))).isEqualTo(made);
        assertThat(log.beginnings())
                .as("its manifest says of which version it is")
                .isEmpty();
    }

    private void begunByAnother(String name) throws IOException {
        Path fixed = folder(name).resolve("fixed.json");
        String said = Files.readString(fixed);
        assertThat(said).contains("\"software\":\"");
        Files.writeString(fixed, said.replaceAll("\"software\":\"[^\"]*\"", "\"software\":\"0.0.1\""));
    }

    @Test
    void whatIsStoppedIsLeftWhereItIs() throws IOException {
        assertThatThrownBy(() -> copy.make(order, folder("job"), (read, events, entries, bytes) -> false))
                .isInstanceOf(InterruptedIOException.class);

        assertThat(sums(copy.make(order, folder("job"), WATCH)))
                .isEqualTo(sums(copy.make(order, folder("unharmed"), WATCH)));
    }

    @Test
    void whatIsTooLargeIsNotMade() {
        WholeCopy.Order small = new WholeCopy.Order(order.filter(), order.head(), order.at(), null, 10_000);

        assertThatThrownBy(() -> copy.make(small, folder("job"), WATCH)).isInstanceOf(CopyTooLarge.class);
    }

    private Path folder(String name) {
        return home.resolve(name);
    }

    private Path files(String name) {
        return WholeCopy.files(folder(name));
    }

    private CopyVerdict verdict(String name) throws IOException {
        CopyVerdict verdict = CopyVerification.of(files(name), proven.keys());
        assertThat(verdict.unproven()).isNull();
        return verdict;
    }

    private static TreeMap<String, String> sums(List<MadeFile> files) {
        return files.stream()
                .filter(file -> !SIGNATURES.contains(file.name()))
                .collect(Collectors.toMap(MadeFile::name, MadeFile::sha256, (one, two) -> one, TreeMap::new));
    }
}
