package io.devicetrail.audit.timestamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.devicetrail.audit.HalfAnswer;
import io.devicetrail.audit.ledger.ListedRows;
import io.devicetrail.audit.ledger.StampedCheckpoints;
import io.devicetrail.audit.ledger.WrittenLedger;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.verify.LedgerCheck;
import io.devicetrail.audit.verify.Verdict.Finding;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints stamped by an authority of openssl's, checked by us and by openssl. */
class TimestampingTest {
    private static final Duration INTERVAL = Duration.ofMillis(100);

    @TempDir
    Path folder;

    private final ListedRows log = new ListedRows();
    private WrittenLedger ledger;
    private OpensslAuthority authority;

    @BeforeEach
    void authorityOfOpenssl() throws IOException {
        assumeThat(OpensslAuthority.isThere()).as("openssl is not installed").isTrue();
        ledger = new WrittenLedger(folder.resolve("home")).follow(log.grow(300));
        authority = new OpensslAuthority(folder.resolve("authority"));
    }

    @AfterEach
    void close() {
        if (authority != null) {
            authority.close();
        }
    }

    private Timestamping start() {
        return Timestamping.start(ledger.folder(), authority.url(), INTERVAL);
    }

    private List<Finding> check(X509Certificate... trusted) throws IOException {
        return new LedgerCheck(ledger.files(), ledger.keys(), List.of(), log)
                .stampedBy(List.of(trusted))
                .run((checked, of) -> {})
                .findings();
    }

    @Test
    void checkpointsAreStampedAsTheLedgerGrowsAndOpensslAgrees() throws Exception {
        Instant before = Clock.systemUTC().instant().minusSeconds(2);
        assertThat(check(authority.trusted())).singleElement().asString().contains("no checkpoint has a time-stamp");
        try (Timestamping timestamping = start()) {
            await().until(() -> timestamping.status().size() == 300);
            ledger.follow(log.grow(7));
            await().until(() -> timestamping.status().size() == 307);
        }
        try (Timestamping again = start()) {
            await().until(() -> again.status().size() == 307);
        }
        assertThat(StampedCheckpoints.sizes(ledger.files()))
                .as("nothing is stamped twice")
                .containsExactly(300L, 307L);
        assertThat(check(authority.trusted())).isEmpty();
        for (long size : new long[] {300, 307}) {
            Path answer = ledger.folder().resolve(StampedCheckpoints.answerPath(size));
            Path checkpoint = ledger.folder().resolve(StampedCheckpoints.checkpointPath(size));
            authority.verify(answer, checkpoint);
            assertThat(Timestamp.verify(
                            Files.readAllBytes(answer), Files.readAllBytes(checkpoint), List.of(authority.trusted())))
                    .isBetween(before, Clock.systemUTC().instant().plusSeconds(2));
        }
    }

    @Test
    void aStampOfAStrangerOrForOtherDataOrBentIsRefused() throws Exception {
        try (Timestamping timestamping = start()) {
            await().until(() -> timestamping.status().size() == 300);
        }
        Path file = ledger.folder().resolve(StampedCheckpoints.answerPath(300));
        byte[] answer = Files.readAllBytes(file);
        byte[] data = Files.readAllBytes(ledger.folder().resolve(StampedCheckpoints.checkpointPath(300)));
        List<X509Certificate> trusted = List.of(authority.trusted());
        try (OpensslAuthority stranger = new OpensslAuthority(folder.resolve("stranger"))) {
            assertThatThrownBy(() -> Timestamp.verify(answer, data, List.of(stranger.trusted())))
                    .isInstanceOf(NotVerified.class)
                    .hasMessageContaining("no trusted authority");
            assertThat(check(stranger.trusted())).singleElement().asString().contains("no trusted authority");
        }
        assertThatThrownBy(() -> Timestamp.verify(answer, new byte[] {1}, trusted))
                .hasMessageContaining("for other data");
        for (int i = 0; i < answer.length; i += 5) {
            byte[] bent = answer.clone();
            bent[i] ^= 1;
            try {
                Instant time = Timestamp.verify(bent, data, trusted);
                assertThat(time).as("byte %d says nothing", i).isEqualTo(Timestamp.verify(answer, data, trusted));
            } catch (NotVerified refused) {
                assertThat(refused).isNotNull();
            }
        }
        Files.delete(file);
        assertThat(check(authority.trusted()))
                .singleElement()
                .asString()
                .contains("time-stamp over the checkpoint of 300 events is not right");
    }

    @Test
    void anAuthorityThatFallsSilentInTheMiddleOfItsAnswerIsNotWaitedFor() throws Exception {
        try (HalfAnswer silent = new HalfAnswer();
                HttpClient client = HttpClient.newHttpClient()) {
            TimestampAuthority half = new TimestampAuthority(silent.url(), client, Duration.ofMillis(500));
            assertTimeoutPreemptively(
                    Duration.ofSeconds(10),
                    () -> assertThatThrownBy(() -> half.stamp(new byte[] {1}))
                            .isInstanceOf(IOException.class)
                            .hasMessageContaining("timed out"));
            client.shutdownNow();
        }
    }

    /** One bad answer is for ever in the list, and must not take its worth from what is stamped after it. */
    @Test
    void aBadStampIsForgivenOnlyIfALaterOneIsGood() throws Exception {
        try (Timestamping timestamping = start()) {
            await().until(() -> timestamping.status().size() == 300);
            ledger.follow(log.grow(7));
            await().until(() -> timestamping.status().size() == 307);
        }
        Path first = ledger.folder().resolve(StampedCheckpoints.answerPath(300));
        byte[] right = Files.readAllBytes(first);
        Files.write(first, new byte[] {1, 2, 3});
        assertThat(check(authority.trusted())).isEmpty();
        assertThat(new LedgerCheck(ledger.files(), ledger.keys(), List.of(), log)
                        .stampedBy(List.of(authority.trusted()))
                        .run((checked, of) -> {})
                        .attested())
                .as("the newest that is good")
                .singleElement()
                .satisfies(attested -> assertThat(attested.events()).isEqualTo(307));
        Files.write(first, right);
        Files.delete(ledger.folder().resolve(StampedCheckpoints.answerPath(307)));
        assertThat(check(authority.trusted()))
                .singleElement()
                .asString()
                .contains("time-stamp over the checkpoint of 307 events is not right");
        Files.delete(first);
        assertThat(check(authority.trusted()))
                .extracting(Finding::what)
                .anyMatch(what -> what.contains("of 300 events"))
                .anyMatch(what -> what.contains("of 307 events"));
    }

    /** Kept, it would be the newest stamp, and nobody would be asked again until the ledger has grown. */
    @Test
    void anAnswerThatIsNotRightlySignedIsNotKeptAndAskedForAgain() throws Exception {
        authority.bend(true);
        try (Timestamping timestamping = start()) {
            await().until(() -> timestamping.status().trouble() != null);
            assertThat(timestamping.status().trouble()).contains("none to what was asked");
            assertThat(StampedCheckpoints.sizes(ledger.files())).isEmpty();
            assertThat(ledger.folder().resolve(StampedCheckpoints.answerPath(300)))
                    .doesNotExist();
            authority.bend(false);
            await().until(() -> timestamping.status().size() == 300);
        }
        assertThat(check(authority.trusted())).isEmpty();
    }

    @Test
    void anAuthorityThatIsAwayHoldsUpNobodyAndIsAskedAgain() throws Exception {
        authority.away(true);
        try (Timestamping timestamping = start()) {
            await().until(() -> timestamping.status().trouble() != null);
            assertThat(timestamping.status().trouble()).contains("503");
            ledger.follow(log.grow(5));
            authority.away(false);
            await().until(() -> timestamping.status().size() == 305);
            assertThat(timestamping.status().trouble()).isNull();
        }
        assertThat(check(authority.trusted())).isEmpty();
    }
}
