package io.devicetrail.commandside.command;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.Fixtures.NOBODYS_PUMP;
import static io.devicetrail.commandside.Fixtures.PUMP;
import static io.devicetrail.commandside.Fixtures.PUMP_MODEL;
import static io.devicetrail.commandside.Fixtures.RIVALS_PUMP;
import static io.devicetrail.commandside.Fixtures.pumpRegistered;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.commandside.PolicyWorld;
import io.devicetrail.commandside.reference.KnownRecordsInMemory;
import io.devicetrail.commandside.reference.References;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandOrder.RequestCommand;
import io.devicetrail.domain.command.CommandRejection.ArgumentsUnfit;
import io.devicetrail.domain.command.CommandRejection.CommandNotInModel;
import io.devicetrail.domain.command.CommandRejection.DeviceNotInService;
import io.devicetrail.domain.command.CommandRejection.TooManyOpenCommands;
import io.devicetrail.domain.command.CommandRejection.TooManyOpenCommands.OfWhat;
import io.devicetrail.domain.connectivity.KnownConnectivity;
import io.devicetrail.domain.device.DeviceEvent.DeviceCommissioned;
import io.devicetrail.domain.device.DeviceEvent.DeviceEnrolled;
import io.devicetrail.domain.device.DeviceEvent.DeviceModelVersionChanged;
import io.devicetrail.domain.device.DeviceEvent.DeviceSuspended;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.DeviceRejection.DeviceUnknown;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.devicemodel.ModelContract.CommandDefinition;
import io.devicetrail.domain.devicemodel.ModelVersionFindings;
import io.devicetrail.domain.devicemodel.ModelVersionFindings.Finding;
import io.devicetrail.domain.devicemodel.ModelVersionFindings.Subject;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.shared.RequestRejection.KeyReused;
import io.devicetrail.domain.signaturepolicy.SignaturePolicies;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RequestCommandTest {
    private static final CommandId COMMAND = CommandId.of(ACME, "ada", "1");

    private final KnownRecordsInMemory world = activePump();

    private final AggregateTestFixture<CommandAggregate> command = fixture(world);

    static KnownRecordsInMemory activePump() {
        return Fixtures.world()
                .registered(pumpRegistered())
                .happened(new DeviceEnrolled(PUMP, LifeCycle.REGISTERED))
                .happened(new DeviceCommissioned(PUMP, LifeCycle.ENROLLED));
    }

    /** No policy holds anything, and no device was ever heard. */
    static AggregateTestFixture<CommandAggregate> fixture(KnownRecordsInMemory world) {
        return fixture(world, Instant.EPOCH);
    }

    static AggregateTestFixture<CommandAggregate> fixture(KnownRecordsInMemory world, Instant now) {
        return fixture(world, new PolicyWorld(), device -> Optional.empty(), now);
    }

    /** What the former version takes is taken as it takes it, and noted; what neither takes is refused. */
    @Test
    void aVersionThatOnlyReportsRefusesNothingThatTheFormerTakes() {
        CommandDefinition longer = new CommandDefinition("reboot", List.of(), 600);
        CommandDefinition added = new CommandDefinition("drain", List.of(), 30);
        ModelContract next = new ModelContract(30, List.of(), List.of(), List.of(longer, added));
        KnownRecordsInMemory reporting = activePump()
                .model(PUMP_MODEL, ACME, Map.of(1, Fixtures.CONTRACT, 2, next))
                .reportsOnly(PUMP_MODEL, 2, 1);
        List<Finding> noted = new ArrayList<>();
        AggregateTestFixture<CommandAggregate> fixture = fixture(
                reporting,
                new PolicyWorld(),
                device -> Optional.empty(),
                OpenCommandLimitsTest.unlimited(),
                noted::addAll,
                Instant.EPOCH);
        fixture.givenNoPriorActivity()
                .when(request(PUMP, "reboot", Map.of(), null))
                .expectEvents(requested("reboot", Map.of(), 60));
        fixture.givenNoPriorActivity()
                .when(request(PUMP, "drain", Map.of(), null))
                .expectEvents(requested("drain", Map.of(), 30));
        assertThat(noted).isEmpty();
        fixture.givenNoPriorActivity()
                .when(request(PUMP, "dose", Map.of("millilitres", 5), null))
                .expectEvents(requested("dose", Map.of("millilitres", 5), 120));
        assertThat(noted)
                .containsExactly(new Finding(
                        ACME,
                        PUMP_MODEL,
                        2,
                        PUMP,
                        Subject.COMMAND,
                        "COMMAND_NOT_IN_MODEL",
                        new CommandNotInModel("dose").message()));
        fixture.givenNoPriorActivity()
                .when(request(PUMP, "explode", Map.of(), null))
                .expectExceptionDetails(new CommandNotInModel("explode"))
                .expectNoEvents();
        assertThat(noted).as("what is refused is not counted as taken").hasSize(1);
        fixture.registerCommandHandlerInterceptor(Fixtures::overtaken);
        fixture.givenNoPriorActivity()
                .when(request(PUMP, "dose", Map.of("millilitres", 5), null))
                .expectException(ConcurrencyException.class);
        assertThat(noted).as("nor what is not stored").hasSize(1);
    }

    /** It is a figure, and the log has the command. */
    @Test
    void aFindingThatCannotBeCountedFailsNoCommand() {
        KnownRecordsInMemory reporting = activePump()
                .model(
                        PUMP_MODEL,
                        ACME,
                        Map.of(1, Fixtures.CONTRACT, 2, new ModelContract(30, List.of(), List.of(), List.of())))
                .reportsOnly(PUMP_MODEL, 2, 1);
        fixture(
                        reporting,
                        new PolicyWorld(),
                        device -> Optional.empty(),
                        OpenCommandLimitsTest.unlimited(),
                        findings -> {
                            throw new IllegalStateException("the database is away");
                        },
                        Instant.EPOCH)
                .givenNoPriorActivity()
                .when(request(PUMP, "reboot", Map.of(), null))
                .expectEvents(requested("reboot", Map.of(), 60));
    }

    static AggregateTestFixture<CommandAggregate> fixture(
            KnownRecordsInMemory world, PolicyWorld policies, KnownConnectivity connectivity, Instant now) {
        return fixture(world, policies, connectivity, OpenCommandLimitsTest.unlimited(), now);
    }

    private static AggregateTestFixture<CommandAggregate> fixture(
            KnownRecordsInMemory world,
            PolicyWorld policies,
            KnownConnectivity connectivity,
            OpenCommandLimits limits,
            Instant now) {
        return fixture(world, policies, connectivity, limits, findings -> {}, now);
    }

    private static AggregateTestFixture<CommandAggregate> fixture(
            KnownRecordsInMemory world,
            PolicyWorld policies,
            KnownConnectivity connectivity,
            OpenCommandLimits limits,
            ModelVersionFindings findings,
            Instant now) {
        AggregateTestFixture<CommandAggregate> fixture = Fixtures.fixture(CommandAggregate.class, world);
        fixture.registerInjectableResource(new Obstacles(new References(world), connectivity, limits, findings));
        fixture.registerInjectableResource((SignaturePolicies) policies);
        fixture.registerInjectableResource(new SignedCommands(policies.versions(), policies.standings()));
        fixture.registerInjectableResource(Clock.fixed(now, ZoneOffset.UTC));
        return fixture;
    }

    @Test
    void anActiveDeviceIsAskedWhatItsModelDefines() {
        command.givenNoPriorActivity()
                .when(request(PUMP, "dose", Map.of("millilitres", 5, "note", "slowly"), null))
                .expectEvents(requested("dose", Map.of("millilitres", 5, "note", "slowly"), 120));
    }

    @Test
    void theVersionCountsThatTheDeviceHasNow() {
        ModelContract third =
                new ModelContract(30, List.of(), List.of(), List.of(new CommandDefinition("rinse", List.of(), 90)));
        world.model(Fixtures.PUMP_MODEL, ACME, Map.of(2, Fixtures.CONTRACT, 3, third));
        RequestCommand rinse = request(PUMP, "rinse", Map.of(), null);
        command.givenNoPriorActivity().when(rinse).expectExceptionDetails(new CommandNotInModel("rinse"));

        world.happened(new DeviceModelVersionChanged(PUMP, 2, 3));

        command.givenNoPriorActivity().when(rinse).expectEvents(requested("rinse", Map.of(), 90));
        command.givenNoPriorActivity()
                .when(request(PUMP, "reboot", Map.of(), null))
                .expectExceptionDetails(new CommandNotInModel("reboot"));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "59,59", "60,60", "61,60"})
    void theShorterOfTwoTimeoutsCounts(int asked, int counts) {
        command.givenNoPriorActivity()
                .when(request(PUMP, "reboot", Map.of(), asked))
                .expectEvents(requested("reboot", Map.of(), counts));
    }

    @Test
    void theSameRequestAgainChangesNothing() {
        command.given(requested("reboot", Map.of(), 60))
                .when(request(PUMP, "reboot", Map.of(), null))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void anotherRequestByTheSameKeyIsRefused() {
        command.given(requested("dose", Map.of("millilitres", 5), 120))
                .when(request(PUMP, "dose", Map.of("millilitres", 6), null))
                .expectExceptionDetails(new KeyReused())
                .expectNoEvents();
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void isRefused(RequestCommand request, Rejection why) {
        command.givenNoPriorActivity().when(request).expectExceptionDetails(why).expectNoEvents();
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(request(NOBODYS_PUMP, "reboot", Map.of(), null), new DeviceUnknown(NOBODYS_PUMP)),
                Arguments.of(request(RIVALS_PUMP, "reboot", Map.of(), null), new DeviceUnknown(RIVALS_PUMP)),
                Arguments.of(
                        request(Fixtures.SPARE, "reboot", Map.of(), null),
                        new DeviceNotInService(LifeCycle.REGISTERED)),
                Arguments.of(request(PUMP, "explode", Map.of(), null), new CommandNotInModel("explode")),
                Arguments.of(request(PUMP, "dose", Map.of(), null), new ArgumentsUnfit("millilitres is missing")),
                Arguments.of(
                        request(PUMP, "dose", Map.of("millilitres", 1.5), null),
                        new ArgumentsUnfit("millilitres must be INTEGER but is Double")),
                Arguments.of(
                        request(PUMP, "dose", Map.of("millilitres", 5, "colour", "red"), null),
                        new ArgumentsUnfit("colour is not an argument of dose")),
                Arguments.of(
                        request(PUMP, "dose", Map.of("millilitres", 5, "note", "x".repeat(10_001)), null),
                        new ArgumentsUnfit("note is longer than 10000 characters")));
    }

    /** What is refused for another reason takes no room, nor does the same request again. */
    @Test
    void aDeviceWithAsManyOpenCommandsAsItMayHaveTakesNoMore() {
        OpenCommandLimits one = OpenCommandLimitsTest.of(1);
        AggregateTestFixture<CommandAggregate> limited =
                fixture(world, new PolicyWorld(), device -> Optional.empty(), one, Instant.EPOCH);
        limited.givenNoPriorActivity()
                .when(request(PUMP, "explode", Map.of(), null))
                .expectExceptionDetails(new CommandNotInModel("explode"));
        limited.givenNoPriorActivity()
                .when(request(PUMP, "reboot", Map.of(), null))
                .expectEvents(requested("reboot", Map.of(), 60));
        limited.given(requested("reboot", Map.of(), 60))
                .when(request(PUMP, "reboot", Map.of(), null))
                .expectNoEvents()
                .expectSuccessfulHandlerExecution();
        fixture(world, new PolicyWorld(), device -> Optional.empty(), one, Instant.EPOCH)
                .givenNoPriorActivity()
                .when(new RequestCommand(CommandId.of(ACME, "ada", "2"), ACME, PUMP, "reboot", new TreeMap<>(), null))
                .expectExceptionDetails(new TooManyOpenCommands(OfWhat.DEVICE, 1))
                .expectNoEvents();
    }

    @Test
    void aSuspendedDeviceTakesNoCommands() {
        world.happened(new DeviceSuspended(PUMP, LifeCycle.ACTIVE));
        command.givenNoPriorActivity()
                .when(request(PUMP, "reboot", Map.of(), null))
                .expectExceptionDetails(new DeviceNotInService(LifeCycle.SUSPENDED))
                .expectNoEvents();
    }

    private static RequestCommand request(
            DeviceId device, String name, Map<String, Object> arguments, @Nullable Integer timeoutSeconds) {
        return new RequestCommand(COMMAND, ACME, device, name, new TreeMap<>(arguments), timeoutSeconds);
    }

    private static CommandRequested requested(String name, Map<String, Object> arguments, int timeoutSeconds) {
        return new CommandRequested(COMMAND, ACME, PUMP, name, new TreeMap<>(arguments), timeoutSeconds);
    }
}
