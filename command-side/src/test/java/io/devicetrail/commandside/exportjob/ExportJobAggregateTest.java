package io.devicetrail.commandside.exportjob;

import static io.devicetrail.commandside.Fixtures.ACME;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.auditexport.ExportScope;
import io.devicetrail.domain.exportjob.ExportJobCommand;
import io.devicetrail.domain.exportjob.ExportJobCommand.CancelExportJob;
import io.devicetrail.domain.exportjob.ExportJobCommand.CompleteExportJob;
import io.devicetrail.domain.exportjob.ExportJobCommand.FailExportJob;
import io.devicetrail.domain.exportjob.ExportJobCommand.RemoveExportJob;
import io.devicetrail.domain.exportjob.ExportJobCommand.RequestExportJob;
import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobCancelled;
import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobFailed;
import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobMade;
import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobRemoved;
import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobRequested;
import io.devicetrail.domain.exportjob.ExportJobFailure;
import io.devicetrail.domain.exportjob.ExportJobFile;
import io.devicetrail.domain.exportjob.ExportJobId;
import io.devicetrail.domain.exportjob.ExportJobRejection.ExportJobNotYours;
import io.devicetrail.domain.exportjob.ExportJobRejection.ExportJobOver;
import io.devicetrail.domain.exportjob.ExportJobRejection.ExportQueueFull;
import io.devicetrail.domain.exportjob.ExportJobRemoval;
import io.devicetrail.domain.exportjob.ExportJobState;
import io.devicetrail.domain.exportjob.OpenExportJobs;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.RequestRejection.KeyReused;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.domain.tenant.TenantRejection.TenantUnknown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.ResultValidator;
import org.axonframework.test.aggregate.TestExecutor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Requirement({"11.10(b)", "11.10(g)"})
class ExportJobAggregateTest {
    private static final ExportJobId JOB = ExportJobId.of(ACME, "ada", "1");
    private static final ExportScope ALL = new ExportScope(null, null, null, null, null);
    private static final ExportJobRequested REQUESTED = new ExportJobRequested(JOB, ACME, ALL, null, false);
    private static final List<ExportJobFile> FILES =
            List.of(new ExportJobFile("audit-trail.csv", "csv", 3, 421, "0".repeat(64)));
    private static final ExportJobMade MADE = new ExportJobMade(JOB, ACME, 17, 3, FILES);
    private static final Map<String, Object> ADA = Map.of(Metadata.ACTOR_ID, "ada");
    private static final Map<String, Object> BEA = Map.of(Metadata.ACTOR_ID, "bea");

    private final AggregateTestFixture<ExportJobAggregate> jobs =
            Fixtures.fixture(ExportJobAggregate.class, Fixtures.world());

    private OpenExportJobs.Seen open = new OpenExportJobs.Seen(0, 0);

    @BeforeEach
    void queue() {
        jobs.registerInjectableResource((OpenExportJobs) tenant -> open);
    }

    @ParameterizedTest
    @CsvSource({"9, 49, true", "10, 10, false", "0, 50, false"})
    void oneTooManyIsRefusedAndNotTheSameOneAgain(int ofTenant, int all, boolean taken) {
        open = new OpenExportJobs.Seen(ofTenant, all);
        ResultValidator<ExportJobAggregate> result =
                jobs.givenNoPriorActivity().when(new RequestExportJob(JOB, ACME, ALL, null, false), ADA);
        if (taken) {
            result.expectEvents(REQUESTED);
        } else {
            result.expectExceptionDetails(new ExportQueueFull()).expectNoEvents();
        }
        asked().when(new RequestExportJob(JOB, ACME, ALL, null, false), ADA).expectSuccessfulHandlerExecution();
    }

    @Test
    void aJobIsAskedFor() {
        jobs.givenNoPriorActivity()
                .when(new RequestExportJob(JOB, ACME, ALL, null, false), ADA)
                .expectEvents(REQUESTED);
    }

    @Test
    void theInstallationHasATrailToo() {
        jobs.givenNoPriorActivity()
                .when(new RequestExportJob(JOB, TenantId.INSTALLATION, ALL, 7L, true), ADA)
                .expectEvents(new ExportJobRequested(JOB, TenantId.INSTALLATION, ALL, 7L, true));
    }

    @Test
    void ofATenantThatNeverWasThereIsNone() {
        TenantId nobody = new TenantId("nobody");
        jobs.givenNoPriorActivity()
                .when(new RequestExportJob(JOB, nobody, ALL, null, false), ADA)
                .expectExceptionDetails(new TenantUnknown(nobody));
    }

    @Test
    void theSameRequestAgainIsNoSecondJobWhateverBecameOfTheFirst() {
        asked(MADE)
                .when(new RequestExportJob(JOB, ACME, ALL, null, false), ADA)
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
        asked().when(new RequestExportJob(JOB, ACME, ALL, null, true), ADA).expectExceptionDetails(new KeyReused());
    }

    @Test
    void whoAskedGivesItUpAndNobodyElse() {
        asked().when(new CancelExportJob(JOB), ADA).expectEvents(new ExportJobCancelled(JOB, ACME));
        asked().when(new CancelExportJob(JOB), BEA).expectExceptionDetails(new ExportJobNotYours());
    }

    @Test
    void whatIsMadeIsNotGivenUp() {
        asked(MADE).when(new CancelExportJob(JOB), ADA).expectExceptionDetails(new ExportJobOver(ExportJobState.MADE));
    }

    @Test
    void whatCameOfItIsOnRecordOnce() {
        asked().when(new CompleteExportJob(JOB, 17, 3, FILES)).expectEvents(MADE);
        asked().when(new FailExportJob(JOB, ExportJobFailure.TOO_LARGE))
                .expectEvents(new ExportJobFailed(JOB, ACME, ExportJobFailure.TOO_LARGE));
        asked(MADE)
                .when(new RemoveExportJob(JOB, ExportJobRemoval.TIME_OVER))
                .expectEvents(new ExportJobRemoved(JOB, ACME, ExportJobRemoval.TIME_OVER));
    }

    static Stream<ExportJobCommand> news() {
        return Stream.of(
                new CompleteExportJob(JOB, 17, 3, FILES),
                new FailExportJob(JOB, ExportJobFailure.NOT_MADE),
                new RemoveExportJob(JOB, ExportJobRemoval.TOO_MANY));
    }

    @ParameterizedTest
    @MethodSource("news")
    void whatIsToldOfAJobThatIsOverChangesNothing(ExportJobCommand news) {
        asked(new ExportJobCancelled(JOB, ACME))
                .when(news)
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
        asked(MADE, new ExportJobRemoved(JOB, ACME, ExportJobRemoval.TIME_OVER))
                .when(news)
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    static Stream<ExportScope> unfit() {
        Instant then = Instant.EPOCH;
        return Stream.of(
                new ExportScope("pump 1", null, null, null, null),
                new ExportScope("other", null, null, null, null),
                new ExportScope(null, then, then, null, null),
                new ExportScope(null, null, null, -1L, null),
                new ExportScope(null, null, null, 2L, 1L));
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void whatWouldBeAnEmptyCopyIsNoRequest(ExportScope scope) {
        assertThatThrownBy(() -> new RequestExportJob(JOB, ACME, scope, null, false))
                .isInstanceOf(MalformedInput.class);
    }

    /** By Ada; what came of it was told by a process. */
    private TestExecutor<ExportJobAggregate> asked(Object... later) {
        List<Object> events = new ArrayList<>(List.of(new GenericEventMessage<>(REQUESTED, ADA)));
        events.addAll(List.of(later));
        return jobs.given(events);
    }
}
