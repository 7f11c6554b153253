package io.devicetrail.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.reference.KnownDevice;
import io.devicetrail.commandside.reference.KnownModel;
import io.devicetrail.commandside.reference.KnownRecords;
import io.devicetrail.commandside.reference.References;
import io.devicetrail.domain.command.CommandAnswer;
import io.devicetrail.domain.command.CommandEvent;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandOrder;
import io.devicetrail.domain.command.CommandOrder.RecordCommandAnswer;
import io.devicetrail.domain.command.CommandOrder.RequestCommand;
import io.devicetrail.domain.command.CommandOrder.RetryCommand;
import io.devicetrail.domain.command.CommandOrder.TimeOutCommand;
import io.devicetrail.domain.command.CommandState;
import io.devicetrail.domain.command.KnownCommand;
import io.devicetrail.domain.command.KnownCommands;
import io.devicetrail.domain.command.OpenCommands;
import io.devicetrail.domain.connectivity.KnownConnectivity;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.devicemodel.CommandClass;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.devicemodel.ModelContract.CommandDefinition;
import io.devicetrail.domain.devicemodel.ModelVersionFindings;
import io.devicetrail.domain.devicemodel.RetryPolicy;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.signaturepolicy.SignaturePolicies;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.ingress.delivery.CommandDelivery;
import io.devicetrail.sagas.configurationorder.ConfigurationOrder;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.config.Configuration;
import org.axonframework.deadline.DeadlineManager;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.Message;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A configuration that fails once and is tried again, killed after each event of its life: requested, queued, dequeued, sent,
 * received, executing, failed, retried, sent, executing, succeeded. Command, delivery and processes are the product's, the
 * broker and the device are of this test.
 */
@NullUnmarked // what is missing fails the test anyway
class CommandCrashTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final DeviceId PUMP = DeviceId.of(ACME, "Flow AG", "P-1");
    private static final DeviceModelId MODEL = DeviceModelId.of(ACME, "Flow AG", "P100");
    private static final CommandId COMMAND = new CommandId(new UUID(7, 1));
    private static final int MOST_STEPS = 100;
    private static final int EVENTS = 11;

    @ParameterizedTest
    @EnumSource
    void killedAfterAnyEventItSucceedsAndTheDeviceExecutesEachAttemptOnce(Killed.Loss loss) throws Exception {
        Life undisturbed = new Life(loss, -1).lived();
        assertThat(undisturbed.names()).hasSize(EVENTS).endsWith("CommandAnswered");
        assertThat(undisturbed.executed).containsExactly(1, 2);
        for (int kill = 0; kill < EVENTS; kill++) {
            Life killed = new Life(loss, kill).lived();
            assertThat(killed.platform.killed())
                    .as("killed after event %s", kill)
                    .isTrue();
            assertThat(killed.names()).as("killed after event %s", kill).isEqualTo(undisturbed.names());
            assertThat(killed.executed).as("killed after event %s", kill).containsExactly(1, 2);
            assertThat(killed.sentAfterTheEnd).as("killed after event %s", kill).isZero();
        }
    }

    private static final class Life {
        private static final JsonMapper JSON = JsonMapper.builder().build();

        private final Killed platform;
        /** Attempts that the device carried out, by its documented rule. */
        private final List<Integer> executed = new ArrayList<>();

        private final List<CommandAnswer> toSay = new ArrayList<>();
        private int sentAfterTheEnd;
        private boolean over;

        Life(Killed.Loss loss, int killAfter) throws Exception {
            this.platform = new Killed(loss, killAfter, configurer -> {
                References references = new References(Killed.answering(KnownRecords.class, Life::record));
                Object limits = Killed.made(
                        "command.OpenCommandLimits",
                        Killed.answering(OpenCommands.class, (name, c) -> new OpenCommands.Seen(0, Set.of())),
                        Killed.made("command.OpenCommandSettings", 500, 50_000));
                configurer
                        .registerComponent(SignaturePolicies.class, c -> (tenant, kind) -> Optional.empty())
                        .registerComponent(Clock.class, c -> Clock.systemUTC())
                        .registerComponent(
                                DeadlineManager.class, c -> Killed.answering(DeadlineManager.class, Life::deadline))
                        .registerComponent(KnownCommands.class, c ->
                                (KnownCommands) Killed.made("command.LoggedCommands", c.eventStore()))
                        .configureAggregate(Killed.type("command.CommandAggregate"));
                Killed.register(
                        configurer,
                        "command.Obstacles",
                        Killed.made(
                                "command.Obstacles",
                                references,
                                (KnownConnectivity) device -> Optional.empty(),
                                limits,
                                (ModelVersionFindings) findings -> {}));
                Killed.register(
                        configurer, "command.SignedCommands", Killed.made("command.SignedCommands", null, null));
            });
            Configuration running = platform.configuration();
            AnnotationEventHandlerAdapter delivery = new AnnotationEventHandlerAdapter(new CommandDelivery(
                    (topic, payload, properties, patience) -> told(payload),
                    running.commandGateway(),
                    running.getComponent(KnownCommands.class),
                    Clock.systemUTC()));
            platform.reads(event -> handle(delivery, event));
            platform.runs(ConfigurationOrder.class, ConfigurationOrder::new);
            platform.runs(
                    io.devicetrail.sagas.commanddelivery.CommandDelivery.class,
                    io.devicetrail.sagas.commanddelivery.CommandDelivery::new);
        }

        private static Object record(String name, Object about) {
            return switch (name) {
                case "device" ->
                    Optional.of(new KnownDevice(
                            PUMP,
                            ACME,
                            SiteId.of(ACME, "basel"),
                            MODEL,
                            1,
                            null,
                            LifeCycle.ACTIVE,
                            new KnownDevice.Hardware("Flow AG", "P-1", null, null)));
                case "model" -> Optional.of(new KnownModel(ACME, Map.of(1, contract()), Set.of()));
                default -> Optional.empty();
            };
        }

        private static ModelContract contract() {
            return new ModelContract(
                    30,
                    List.of(),
                    List.of(),
                    List.of(new CommandDefinition(
                            "set",
                            List.of(),
                            60,
                            CommandClass.CONFIGURATION,
                            new RetryPolicy(3, 5, 2, 60, List.of("BUSY")),
                            false)));
        }

        private static Object deadline(String name, Object about) {
            return "a deadline";
        }

        private static void handle(AnnotationEventHandlerAdapter handler, EventMessage<?> event) {
            try {
                handler.handle(event);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        /** The rule of docs/device-guide.md: what it carried out it does again only after a failure that the platform knows. */
        private void told(byte[] payload) {
            JsonNode message = JSON.readTree(payload);
            sentAfterTheEnd += over ? 1 : 0;
            int last = executed.isEmpty() ? 0 : executed.getLast();
            if (last == 0 || message.path("failedAttempt").asInt() >= last) {
                executed.add(message.path("attempt").asInt());
                toSay.addAll(
                        executed.size() == 1
                                ? List.of(CommandAnswer.RECEIVED, CommandAnswer.EXECUTING, CommandAnswer.FAILED)
                                : List.of(CommandAnswer.EXECUTING, CommandAnswer.SUCCEEDED));
            }
        }

        /** Pauses pass and the device speaks, one word at a time, whatever the platform does. */
        Life lived() {
            send(new RequestCommand(COMMAND, ACME, PUMP, "set", new TreeMap<>(), null));
            for (int step = 0; step < MOST_STEPS && !over; step++) {
                platform.read();
                if (known().attempts().pausing()) {
                    send(new RetryCommand(COMMAND, 2));
                    platform.read();
                }
                if (!toSay.isEmpty()) {
                    CommandAnswer answer = toSay.removeFirst();
                    send(new RecordCommandAnswer(
                            COMMAND,
                            PUMP,
                            answer,
                            answer == CommandAnswer.FAILED ? "BUSY" : "OK",
                            null,
                            null,
                            executed.getLast(),
                            null));
                    over = answer == CommandAnswer.SUCCEEDED;
                }
            }
            platform.read();
            // Whatever comes late or is read again changes nothing and sends nothing.
            send(new RetryCommand(COMMAND, 3));
            send(new TimeOutCommand(COMMAND));
            platform.readAgain();
            assertThat(known().state()).isEqualTo(CommandState.SUCCEEDED);
            return this;
        }

        private KnownCommand known() {
            return platform.configuration()
                    .getComponent(KnownCommands.class)
                    .command(COMMAND)
                    .orElseThrow();
        }

        private void send(CommandOrder order) {
            platform.configuration()
                    .commandGateway()
                    .sendAndWait(new GenericCommandMessage<>(
                            new GenericMessage<>(
                                    order, Map.of(Metadata.ACTOR_ID, "ada", Metadata.ACTOR_TYPE, "PERSON")),
                            order.getClass().getName()));
        }

        private List<String> names() {
            return platform.log().stream()
                    .map(Message::getPayload)
                    .filter(CommandEvent.class::isInstance)
                    .map(event -> event.getClass().getSimpleName())
                    .toList();
        }
    }
}
