package io.devicetrail.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.reference.KnownRecords;
import io.devicetrail.commandside.reference.References;
import io.devicetrail.domain.command.CommandAnswer;
import io.devicetrail.domain.command.CommandEvent.CommandAnswered;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandOrder.RequestJobCommand;
import io.devicetrail.domain.command.CommandState;
import io.devicetrail.domain.command.KnownCommand;
import io.devicetrail.domain.command.KnownCommands;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.job.JobCommand;
import io.devicetrail.domain.job.JobCommand.RetryFailedOfJob;
import io.devicetrail.domain.job.JobCommand.StartJob;
import io.devicetrail.domain.job.JobEvent;
import io.devicetrail.domain.job.JobEvent.JobCohortListed;
import io.devicetrail.domain.job.JobEvent.JobCompleted;
import io.devicetrail.domain.job.JobEvent.JobCreated;
import io.devicetrail.domain.job.JobEvent.JobDeviceEnded;
import io.devicetrail.domain.job.JobId;
import io.devicetrail.domain.job.JobPlan;
import io.devicetrail.domain.job.JobPlan.AbortThresholds;
import io.devicetrail.domain.job.JobSelection;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.signaturepolicy.SignaturePolicies;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.sagas.job.JobRun;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.deadline.DeadlineManager;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.GenericMessage;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A job of three devices, of which one fails and is retried, killed after each event of its whole life: the job and its
 * process are the product's, the devices and their commands are of this test.
 */
@NullUnmarked // what is missing fails the test anyway
class JobCrashTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final JobId JOB = JobId.of(ACME, "ada", "1");
    private static final List<DeviceId> COHORT = List.of(device(1), device(2), device(3));
    private static final String HASH = JobSelection.hash(COHORT);
    private static final JobPlan PLAN = new JobPlan("dose", new TreeMap<>(), null, 60, new AbortThresholds(null, 3, 1));
    private static final int MOST_STEPS = 100;

    @ParameterizedTest
    @EnumSource
    void killedAfterAnyEventItEndsTheSameAndTellsEachDeviceOnce(Killed.Loss loss) {
        Life undisturbed = new Life(loss, -1).lived();
        assertThat(undisturbed.told).as("three devices, and one of them twice").hasSize(4);
        for (int kill = 0; kill < undisturbed.platform.log().size(); kill++) {
            Life killed = new Life(loss, kill).lived();
            assertThat(killed.platform.killed())
                    .as("killed after event %s", kill)
                    .isTrue();
            assertThat(killed.told).as("killed after event %s", kill).isEqualTo(undisturbed.told);
            assertThat(killed.outcomes()).as("killed after event %s", kill).isEqualTo(undisturbed.outcomes());
        }
    }

    private static final class Life {
        private final int killAfter;
        private final Killed platform;
        private final Deadlines deadlines = new Deadlines();
        private final Map<CommandId, CommandRequested> requests = new LinkedHashMap<>();
        /** How often each command was asked for. */
        private final Map<CommandId, Integer> told = new LinkedHashMap<>();

        Life(Killed.Loss loss, int killAfter) {
            this.killAfter = killAfter;
            this.platform = new Killed(
                    loss,
                    killAfter,
                    configurer -> configurer
                            .registerComponent(
                                    References.class,
                                    c -> new References(Killed.answering(KnownRecords.class, (name, about) -> null)))
                            .registerComponent(SignaturePolicies.class, c -> (tenant, kind) -> Optional.empty())
                            .registerComponent(KnownCommands.class, c -> this::known)
                            .registerComponent(DeadlineManager.class, c -> deadlines)
                            .configureAggregate(Killed.type("job.JobAggregate")));
            platform.configuration().commandBus().subscribe(RequestJobCommand.class.getName(), message -> {
                RequestJobCommand c = (RequestJobCommand) message.getPayload();
                told.merge(c.command(), 1, Integer::sum);
                if (!requests.containsKey(c.command())) {
                    CommandRequested requested =
                            new CommandRequested(c.command(), c.tenant(), c.device(), c.name(), c.arguments(), 60);
                    requests.put(c.command(), requested);
                    publish(requested);
                }
                return null;
            });
            platform.runs(JobRun.class, JobRun::new);
        }

        private void publish(Object event) {
            platform.configuration().eventStore().publish(new GenericEventMessage<>(event));
        }

        /** From its draft to the end of its second round; ticks come as they were set, and devices answer. */
        Life lived() {
            platform.configuration()
                    .eventStore()
                    .publish(
                            new GenericDomainEventMessage<>(
                                    "job",
                                    JOB.toString(),
                                    0,
                                    new JobCreated(JOB, ACME, PLAN, 3, HASH, new TreeMap<>(), false, "ada", HASH)),
                            new GenericDomainEventMessage<>(
                                    "job", JOB.toString(), 1, new JobCohortListed(JOB, ACME, 1, COHORT)));
            send(new StartJob(JOB, 3, HASH));
            round(1);
            send(new RetryFailedOfJob(JOB));
            round(2);
            platform.read();
            return this;
        }

        private void round(int number) {
            for (int step = 1; step <= MOST_STEPS; step++) {
                platform.read();
                deadlines.pass(platform::due);
                platform.read();
                answerOne(number);
                platform.read();
                if (platform.log().stream()
                                .filter(event -> event.getPayload() instanceof JobCompleted)
                                .count()
                        == number) {
                    return;
                }
            }
            throw new AssertionError("killed after " + killAfter + ", round " + number + " does not end");
        }

        /** The second device fails in the first round. */
        private void answerOne(int number) {
            requests.values().stream()
                    .filter(request -> platform.log().stream()
                            .noneMatch(event -> event.getPayload() instanceof CommandAnswered answered
                                    && answered.command().equals(request.command())))
                    .findFirst()
                    .ifPresent(request -> publish(new CommandAnswered(
                            request.command(),
                            request.device(),
                            CommandState.SENT,
                            number == 1 && request.device().equals(COHORT.get(1))
                                    ? CommandAnswer.FAILED
                                    : CommandAnswer.SUCCEEDED,
                            null,
                            null,
                            null)));
        }

        private Optional<KnownCommand> known(CommandId command) {
            return Optional.ofNullable(requests.get(command))
                    .map(request -> new KnownCommand(
                            request, null, CommandState.SENT, Instant.EPOCH, KnownCommand.Attempts.FIRST, null, null));
        }

        private void send(JobCommand command) {
            CommandGateway gateway = platform.configuration().commandGateway();
            gateway.sendAndWait(new GenericCommandMessage<>(
                    new GenericMessage<>(command, Map.of(Metadata.ACTOR_ID, "ada", Metadata.ACTOR_TYPE, "PERSON")),
                    command.getClass().getName()));
        }

        /** What the job says of its devices and of itself, whatever came between. */
        private List<JobEvent> outcomes() {
            return platform.log().stream()
                    .map(EventMessage::getPayload)
                    .filter(event -> event instanceof JobDeviceEnded || event instanceof JobCompleted)
                    .map(JobEvent.class::cast)
                    .toList();
        }
    }

    private static DeviceId device(int number) {
        return DeviceId.of(ACME, "Flow AG", "J-" + number);
    }
}
