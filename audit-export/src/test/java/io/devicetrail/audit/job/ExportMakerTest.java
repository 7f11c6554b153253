package io.devicetrail.audit.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.audit.Requirement;
import io.devicetrail.audit.copy.UnprovenCopies;
import io.devicetrail.audit.trail.EveryEvent;
import io.devicetrail.audit.trail.ListedLog;
import io.devicetrail.audit.trail.LogReader;
import io.devicetrail.audit.trail.LogUnreadable;
import io.devicetrail.domain.auditexport.ExportScope;
import io.devicetrail.domain.exportjob.ExportJobCommand;
import io.devicetrail.domain.exportjob.ExportJobCommand.CompleteExportJob;
import io.devicetrail.domain.exportjob.ExportJobCommand.FailExportJob;
import io.devicetrail.domain.exportjob.ExportJobCommand.RemoveExportJob;
import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobMade;
import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobRequested;
import io.devicetrail.domain.exportjob.ExportJobFailure;
import io.devicetrail.domain.exportjob.ExportJobFile;
import io.devicetrail.domain.exportjob.ExportJobId;
import io.devicetrail.domain.exportjob.ExportJobProgress;
import io.devicetrail.domain.exportjob.ExportJobRemoval;
import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of export jobs, step by step; a kill between two of them is another maker over the same folder. */
@Requirement({"11.10(b)", "Annex 11 draft 12.1"})
class ExportMakerTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId OTHER = new TenantId("other");
    private static final ExportJobLimits LIMITS =
            new ExportJobLimits(2, 3, 1L << 30, 1_000, 2, Duration.ofDays(7), 3, Duration.ofMinutes(1));

    @TempDir
    Path root;

    private final ListedLog log = new ListedLog();
    private final SetClock clock = new SetClock();
    private final ToldJobs told = new ToldJobs();
    private final MoodyReader reader = new MoodyReader();
    private long free = Long.MAX_VALUE;
    private ExportJobs jobs;
    private ExportMaker maker;

    @BeforeEach
    void aLogAndAMaker() throws IOException {
        EveryEvent.of(ACME).forEach(event -> log.append(ACME, event));
        EveryEvent.of(OTHER).forEach(event -> log.append(OTHER, event));
        begin(LIMITS);
    }

    /** As after a start: nothing but the folder is there of what was. */
    private void begin(ExportJobLimits limits) throws IOException {
        jobs = new ExportJobs(root, limits);
        maker = new ExportMaker(jobs, UnprovenCopies.of(reader), told, () -> free, clock);
    }

    private void work() {
        for (int steps = 0; maker.step(); steps++) {
            assertThat(steps).as("steps without an end").isLessThan(100);
        }
    }

    @Test
    void aJobIsMadeAndTheLogIsToldOfEachFile() throws IOException {
        jobs.take(order(1, ACME));
        work();

        List<ExportJobCommand> news = told.news();
        assertThat(news).singleElement().isInstanceOfSatisfying(CompleteExportJob.class, made -> {
            assertThat(made.job()).isEqualTo(id(1));
            assertThat(made.upTo()).isEqualTo(log.head() - 1);
            assertThat(made.entries()).isPositive();
            assertThat(made.files())
                    .extracting(ExportJobFile::name)
                    .containsExactly("VERIFY.md", "audit-trail.csv", "audit-trail.jsonl", "manifest.json");
        });
        ExportJobs.Held csv = jobs.file(ACME, id(1), "audit-trail.csv").orElseThrow();
        assertThat(Files.size(csv.path())).isEqualTo(csv.file().bytes());
        assertThat(jobs.of(id(1))).isEmpty();
    }

    @Test
    void aFileIsNobodysButItsTenants() throws IOException {
        jobs.take(order(1, ACME));
        work();

        assertThat(jobs.file(ACME, id(1), "manifest.json")).isPresent();
        assertThat(jobs.file(OTHER, id(1), "manifest.json")).isEmpty();
        assertThat(jobs.file(ACME, id(2), "manifest.json")).isEmpty();
        assertThat(jobs.file(ACME, id(1), "../order.json")).isEmpty();
    }

    @Test
    void whatWaitsSaysThatItIsNotTheNext() throws IOException {
        jobs.take(order(1, ACME));
        jobs.take(order(2, OTHER));

        assertThat(jobs.of(id(1))).contains(new ExportJobProgress(0, 0, 0, 0, null));
        assertThat(jobs.of(id(2))).contains(new ExportJobProgress(0, 0, 0, 0, "what was asked for before it"));
        assertThat(jobs.file(ACME, id(1), "manifest.json")).isEmpty();
    }

    @Test
    void afterAKillTheQueueIsAsItWas() throws IOException {
        jobs.take(order(2, OTHER));
        jobs.take(order(1, ACME));
        begin(LIMITS);
        jobs.take(order(1, ACME));
        work();

        assertThat(told.news()).extracting(ExportJobCommand::job).containsExactly(id(1), id(2));
    }

    @Test
    void whatWasMadeAndNotToldIsToldAfterAKillAndNotMadeAgain() throws IOException {
        told.away(true);
        jobs.take(order(1, ACME));
        work();
        assertThat(jobs.of(id(1)).orElseThrow().waitsFor()).contains("take down");

        told.away(false);
        reader.away = true;
        begin(LIMITS);
        work();

        assertThat(told.news()).singleElement().isInstanceOf(CompleteExportJob.class);
        begin(LIMITS);
        work();
        assertThat(told.news()).as("told once").isEmpty();
    }

    @Test
    void oneTooManyFailsAndLeavesNothing() throws IOException {
        jobs.take(order(1, ACME));
        jobs.take(order(2, ACME));
        jobs.take(order(3, ACME));
        jobs.take(order(4, OTHER));
        jobs.take(order(5, OTHER));
        begin(LIMITS);
        work();

        assertThat(told.news())
                .contains(
                        new FailExportJob(id(3), ExportJobFailure.QUEUE_FULL),
                        new FailExportJob(id(5), ExportJobFailure.QUEUE_FULL))
                .filteredOn(CompleteExportJob.class::isInstance)
                .extracting(ExportJobCommand::job)
                .containsExactlyInAnyOrder(id(1), id(2), id(4));
        assertThat(folders()).doesNotContain(id(3).toString(), id(5).toString());
    }

    @Test
    void whatIsCancelledLeavesNothingAlsoWhenItIsBeingMade() throws IOException {
        jobs.take(order(1, ACME));
        jobs.take(order(2, ACME));
        jobs.drop(id(1));
        reader.before = () -> jobs.drop(id(2));
        work();

        assertThat(told.news()).isEmpty();
        assertThat(folders()).isEmpty();
        assertThat(jobs.of(id(2))).isEmpty();
    }

    @Test
    void filesAreKeptForTheirTime() throws IOException {
        jobs.take(order(1, ACME));
        work();
        told.news();

        clock.pass(LIMITS.kept().minusSeconds(1));
        work();
        assertThat(jobs.file(ACME, id(1), "manifest.json")).isPresent();
        clock.pass(Duration.ofSeconds(1));
        told.away(true);
        work();
        assertThat(jobs.file(ACME, id(1), "manifest.json"))
                .as("the log says it first")
                .isPresent();
        told.away(false);
        clock.pass(LIMITS.betweenTries());
        work();

        assertThat(told.news()).containsExactly(new RemoveExportJob(id(1), ExportJobRemoval.TIME_OVER));
        assertThat(folders()).isEmpty();
    }

    @Test
    void ofTooManyTheOldestGoes() throws IOException {
        for (int number = 1; number <= 3; number++) {
            jobs.take(order(number, ACME));
            work();
        }
        jobs.take(order(4, OTHER));
        work();

        assertThat(told.news())
                .filteredOn(RemoveExportJob.class::isInstance)
                .containsExactly(new RemoveExportJob(id(1), ExportJobRemoval.TOO_MANY));
        assertThat(folders()).containsExactlyInAnyOrder(id(2).toString(), id(3).toString(), id(4).toString());
    }

    @Test
    void whileTheLogIsAwayItIsTriedAgainAndThenGivenUp() throws IOException {
        reader.away = true;
        jobs.take(order(1, ACME));
        for (int tries = 1; tries < LIMITS.mostTries(); tries++) {
            work();
            assertThat(told.news()).isEmpty();
            assertThat(jobs.of(id(1)).orElseThrow().waitsFor()).contains("the log");
            clock.pass(LIMITS.betweenTries());
        }
        work();

        assertThat(told.news()).containsExactly(new FailExportJob(id(1), ExportJobFailure.NOT_MADE));
        assertThat(folders()).isEmpty();
    }

    @Test
    void oneThatFailsKeepsNoneFromTheOthers() throws IOException {
        reader.away = true;
        jobs.take(order(1, ACME));
        work();
        reader.away = false;
        jobs.take(order(2, OTHER));
        work();

        assertThat(told.news()).extracting(ExportJobCommand::job).containsExactly(id(2));
        clock.pass(LIMITS.betweenTries());
        work();
        assertThat(told.news()).extracting(ExportJobCommand::job).containsExactly(id(1));
    }

    @Test
    void whatIsTooLargeFails() throws IOException {
        begin(new ExportJobLimits(2, 3, 1_000, 0, 2, Duration.ofDays(7), 3, Duration.ofMinutes(1)));
        jobs.take(order(1, ACME));
        work();

        assertThat(told.news()).containsExactly(new FailExportJob(id(1), ExportJobFailure.TOO_LARGE));
    }

    @Test
    void withoutRoomOnTheDiskItWaits() throws IOException {
        free = LIMITS.leastFree() - 1;
        jobs.take(order(1, ACME));
        work();

        assertThat(told.news()).isEmpty();
        assertThat(jobs.of(id(1)).orElseThrow().waitsFor()).isEqualTo("room on the disk");
        assertThat(reader.readings).isZero();
    }

    /** The log is on the same disk, and comes first. */
    @Test
    void whatUsesUpTheRoomIsLeftWhereItIsAndGoneOnWithWhenThereIsSome() throws IOException {
        reader.before = () -> free = LIMITS.leastFree() - 1;
        jobs.take(order(1, ACME));
        work();

        assertThat(told.news()).isEmpty();
        assertThat(jobs.of(id(1)).orElseThrow().waitsFor()).isEqualTo("room on the disk");
        reader.before = () -> {};
        free = Long.MAX_VALUE;
        clock.pass(LIMITS.betweenTries());
        work();
        assertThat(told.news()).singleElement().isInstanceOf(CompleteExportJob.class);
    }

    @Test
    void theSameAskedForTwiceHasTheSameBytesAlsoWhereOneWasKilled() throws IOException {
        jobs.take(order(1, ACME));
        work();
        jobs.take(order(2, ACME));
        reader.before = () -> {
            throw new Killed();
        };
        assertThatThrownBy(this::work).isInstanceOf(Killed.class);
        reader.before = () -> {};
        begin(LIMITS);
        work();

        assertThat(told.news())
                .extracting(news -> ((CompleteExportJob) news).files())
                .hasSize(2)
                .satisfies(files -> assertThat(files.getFirst()).isEqualTo(files.getLast()));
    }

    /** As when the log is read from its beginning, in a home that has lost the folder. */
    @Test
    void whatTheLogSaysWasMadeIsNotMadeAgainAndKeptWhereItIs() throws IOException {
        WhenExportIsAskedForThenMakeIt reading = new WhenExportIsAskedForThenMakeIt(jobs);
        jobs.take(order(1, ACME));
        reading.on(new ExportJobMade(id(1), ACME, 0, 0, List.of()));
        jobs.take(order(2, ACME));
        work();
        reading.on(new ExportJobMade(id(2), ACME, 0, 0, List.of()));
        work();

        assertThat(told.news()).extracting(ExportJobCommand::job).containsExactly(id(2));
        assertThat(folders()).containsExactly(id(2).toString());
        assertThat(jobs.file(ACME, id(2), "manifest.json")).isPresent();
    }

    /** The thread of its own does the same; that it ends is all that is asked here. */
    @Test
    void aMakerThatIsClosedLeavesTheRestForTheNext() throws IOException {
        ExportMaker running = ExportMaker.start(jobs, UnprovenCopies.of(reader), told, clock);
        running.close();
        jobs.take(order(1, ACME));
        assertThat(maker.step()).isFalse();
        begin(LIMITS);
        work();

        assertThat(told.news()).singleElement().isInstanceOf(CompleteExportJob.class);
    }

    @Test
    void whatCannotBeReadIsLeftAloneAndKeepsNothingFromStarting() throws IOException {
        jobs.take(order(1, ACME));
        jobs.take(order(2, ACME));
        work();
        told.news();
        Path torn = root.resolve(id(1).toString());
        Files.writeString(torn.resolve("order.json"), "{");
        Path unreadable = root.resolve("unreadable");
        Files.createDirectories(unreadable.resolve("order.json"));
        Files.createDirectories(root.resolve("without-an-order"));

        begin(LIMITS);
        work();

        assertThat(torn.resolve("files/manifest.json")).exists();
        assertThat(folders()).containsExactlyInAnyOrder(id(1).toString(), id(2).toString(), "unreadable");
        assertThat(jobs.file(ACME, id(2), "manifest.json")).isPresent();
    }

    private List<String> folders() throws IOException {
        try (Stream<Path> folders = Files.list(root)) {
            return folders.map(folder -> folder.getFileName().toString()).toList();
        }
    }

    private static ExportJobId id(int number) {
        return ExportJobId.of(ACME, "ada", Integer.toString(number));
    }

    private ExportOrder order(int number, TenantId tenant) {
        ExportScope all = new ExportScope(null, null, null, null, null);
        return new ExportOrder(
                new ExportJobRequested(id(number), tenant, all, log.head() - 1, false),
                log.head() + number,
                Instant.parse("2026-11-24T07:00:00Z"),
                "Ada Lovelace",
                "ada",
                "Inspection");
    }

    /** Is away, or lets something happen before it is read. */
    private final class MoodyReader implements LogReader {
        private boolean away;
        private int readings;
        private Happening before = () -> {};

        @Override
        public long head() {
            return log.head();
        }

        @Override
        public boolean knows(TenantId tenant) {
            return log.knows(tenant);
        }

        @Override
        public void read(long first, long last, Sink sink) throws IOException {
            if (away) {
                throw new LogUnreadable("the log is away");
            }
            readings++;
            before.happens();
            log.read(first, last, sink);
        }
    }

    /** Nobody catches it: nothing runs any more. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private interface Happening {
        void happens() throws IOException;
    }
}
