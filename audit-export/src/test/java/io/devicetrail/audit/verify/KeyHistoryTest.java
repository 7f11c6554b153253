package io.devicetrail.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.audit.ledger.LedgerKeys;
import io.devicetrail.audit.ledger.ListedRows;
import io.devicetrail.audit.ledger.WrittenLedger;
import io.devicetrail.audit.ledger.note.Checkpoint;
import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.TreeHash;
import io.devicetrail.audit.ledger.tree.TreeHead;
import io.devicetrail.audit.verify.Verdict.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who knows the keys of any time can check the whole ledger, and is deceived by none of the others. */
class KeyHistoryTest {
    @TempDir
    Path home;

    private final ListedRows log = new ListedRows();
    private WrittenLedger ledger;
    private Path stolen;
    private LedgerKeys first;
    private LedgerKeys second;
    private LedgerKeys third;
    private SignedNote ofFirst;

    @BeforeEach
    void threeGenerations() throws IOException {
        ledger = new WrittenLedger(home).follow(log.grow(300));
        first = ledger.signers();
        ofFirst = ledger.checkpoint();
        stolen = steal();
        ledger.rotate(log);
        second = ledger.signers();
        ledger.follow(log.grow(10)).rotate(log);
        third = ledger.signers();
        ledger.follow(log.grow(10));
    }

    /** A home with the keys of now and nothing else. */
    private Path steal() throws IOException {
        Path thief = home.resolve("thief");
        Files.createDirectories(thief.resolve("secrets"));
        for (String name : List.of("ledger-ed25519.pem", "ledger-ml-dsa-44.pem", "ledger-origin")) {
            Path secret = Path.of("secrets", name);
            Files.copy(home.resolve(secret), thief.resolve(secret), StandardCopyOption.COPY_ATTRIBUTES);
        }
        return thief;
    }

    private List<Finding> check(List<VerifierKey> keys, SignedNote... earlier) throws IOException {
        return new LedgerCheck(ledger.files(), keys, List.of(earlier), log)
                .run((checked, of) -> {})
                .findings();
    }

    private static SignedNote signed(LedgerKeys keys, String text) {
        return new SignedNote(
                text,
                keys.signers().stream()
                        .map(signer -> signer.sign(text, Instant.EPOCH))
                        .toList());
    }

    @Test
    void keysOfAnyGenerationAreEnoughAndCheckpointsOfAllOfThemCount() throws IOException {
        for (LedgerKeys keys : List.of(first, second, third)) {
            assertThat(check(keys.verifiers(), ofFirst, ledger.checkpoint())).isEmpty();
        }
        List<VerifierKey> all = Stream.of(first, second, third)
                .flatMap(keys -> keys.verifiers().stream())
                .toList();
        assertThat(check(all, ofFirst)).isEmpty();
        LedgerKeys stranger = new WrittenLedger(home.resolve("stranger")).signers();
        assertThat(check(stranger.verifiers())).isNotEmpty();
    }

    @Test
    void formerKeysMayNotSignWhatCameAfterThem() throws IOException {
        String now = ledger.checkpoint().text();
        assertThat(check(third.verifiers(), signed(first, now)))
                .singleElement()
                .matches(finding -> finding.index() == 301 && finding.what().contains("had been replaced"));
        assertThat(check(third.verifiers(), signed(third, now))).isEmpty();
        ledger = new WrittenLedger(home);
        Files.writeString(
                ledger.folder().resolve("checkpoint"), signed(second, now).print());
        for (LedgerKeys keys : List.of(first, second, third)) {
            assertThat(check(keys.verifiers())).isNotEmpty();
        }
    }

    /** Who has former keys can hand a tree of his own over to keys of his own: only the later keys contradict it. */
    @Test
    void aLedgerThatDoesNotNameAllTrustedKeysIsNotBelieved() throws IOException {
        ListedRows events = new ListedRows().grow(20);
        WrittenLedger forged =
                new WrittenLedger(stolen).follow(events).rotate(events).follow(events.grow(5));
        List<VerifierKey> trusted = Stream.of(first, second)
                .flatMap(keys -> keys.verifiers().stream())
                .toList();
        List<Finding> findings = new LedgerCheck(forged.files(), trusted, List.of(), events)
                .run((checked, of) -> {})
                .findings();
        assertThat(findings).hasSize(2);
        assertThat(findings).allMatch(finding -> finding.what().contains("never passed to the trusted key"));
        assertThat(new LedgerCheck(forged.files(), first.verifiers(), List.of(), events)
                        .run((checked, of) -> {})
                        .ok())
                .as("who has never heard of the later keys is deceived")
                .isTrue();
    }

    /** Only who has never heard of the new keys takes the former ones' word for the moment between the two. */
    @Test
    void aLedgerThatEndsWithAHandoverIsNotBelievedByWhoKnowsTheNewKeys() throws IOException {
        ListedRows events = new ListedRows().grow(20);
        WrittenLedger forged = new WrittenLedger(stolen).follow(events);
        forged.rotate(events);
        Files.copy(
                forged.folder().resolve("rotation/20"),
                forged.folder().resolve("checkpoint"),
                StandardCopyOption.REPLACE_EXISTING);
        List<VerifierKey> next = forged.keys();
        for (List<VerifierKey> trusted : List.of(
                next, Stream.concat(first.verifiers().stream(), next.stream()).toList())) {
            assertThat(new LedgerCheck(forged.files(), trusted, List.of(), events)
                            .run((checked, of) -> {})
                            .findings())
                    .singleElement()
                    .asString()
                    .contains("not signed by the ledger");
        }
        Files.delete(forged.folder().resolve("rotation/20"));
        assertThat(new LedgerCheck(forged.files(), first.verifiers(), List.of(), events)
                        .run((checked, of) -> {})
                        .findings())
                .isEmpty();
    }

    @Test
    void theCheckpointOfAHandoverMustBeThereAndOfTheFormerKeysAndEndWithTheEvent() throws IOException {
        Path file = ledger.folder().resolve("rotation/300");
        byte[] right = Files.readAllBytes(file);
        SignedNote handover = SignedNote.parse(right);
        Files.delete(file);
        assertThat(check(first.verifiers())).extracting(Finding::index).containsExactly(300L);
        assertThat(check(third.verifiers())).extracting(Finding::index).containsExactly(300L);

        Files.writeString(file, signed(second, handover.text()).print());
        assertThat(check(first.verifiers())).singleElement().asString().contains("not signed by the ledger");
        Files.writeString(file, ofFirst.print());
        assertThat(check(first.verifiers())).singleElement().asString().contains("does not end with the event");
        Checkpoint right300 = Checkpoint.parse(handover.text());
        Checkpoint other = new Checkpoint(
                right300.origin(),
                new TreeHead(right300.head().size(), TreeHash.leaf("x".getBytes(StandardCharsets.UTF_8))));
        Files.writeString(file, signed(first, other.text()).print());
        assertThat(check(first.verifiers())).singleElement().asString().contains("contradicted");
        Files.write(file, right);
        assertThat(check(first.verifiers())).isEmpty();
    }
}
