package io.devicetrail.sagas.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.device.DeviceCommand.EnrolDevice;
import io.devicetrail.domain.device.DeviceCommand.MoveDevice;
import io.devicetrail.domain.device.DeviceEvent.DeviceReplaced;
import io.devicetrail.domain.device.DeviceEvent.DeviceRetired;
import io.devicetrail.domain.device.DeviceEvent.DeviceSuspended;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.DeviceRejection.DeviceUnknown;
import io.devicetrail.domain.device.DeviceRejection.IllegalTransition;
import io.devicetrail.domain.device.DeviceRejection.NothingToChange;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.enrolment.DeviceCertificate;
import io.devicetrail.domain.enrolment.EnrolmentCommand.EndDeviceEnrolment;
import io.devicetrail.domain.enrolment.EnrolmentEvent.DeviceCertificateIssued;
import io.devicetrail.domain.enrolment.EnrolmentEvent.DeviceClaimed;
import io.devicetrail.domain.enrolment.EnrolmentId;
import io.devicetrail.domain.enrolment.EnrolmentMeans;
import io.devicetrail.domain.enrolment.EnrolmentRejection.NotAllowed;
import io.devicetrail.domain.enrolment.Fingerprint;
import io.devicetrail.domain.shared.LogPositions;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.messaging.MetaData;
import org.axonframework.test.utils.RecordingCommandBus;
import org.junit.jupiter.api.Test;

class EnrolmentReactionsTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final DeviceId PUMP = DeviceId.of(ACME, "Flow AG", "P-1");
    private static final DeviceId SPARE = DeviceId.of(ACME, "Flow AG", "P-2");
    private static final MetaData META = MetaData.from(Map.of(Metadata.TENANT, "acme", Metadata.SITE, "s-1"));

    private final RecordingCommandBus bus = new RecordingCommandBus();
    private final CommandGateway commands =
            DefaultCommandGateway.builder().commandBus(bus).build();
    /** Ids of messages that the log has. */
    private final Set<String> stored = new HashSet<>();

    private final LogPositions log = new LogPositions() {
        @Override
        public OptionalLong lastOf(String commandId) {
            return stored.contains(commandId) ? OptionalLong.of(7) : OptionalLong.empty();
        }

        @Override
        public long head() {
            return 7;
        }
    };

    @Test
    void theFirstCertificateEnrolsTheDeviceByTheSameMessageEachTime() {
        WhenCertifiedThenEnrolDevice process = new WhenCertifiedThenEnrolDevice(commands, log);
        process.on(issued(EnrolmentMeans.TOKEN), META);
        process.on(issued(EnrolmentMeans.TOKEN), META);
        assertThat(bus.getDispatchedCommands()).hasSize(2).allSatisfy(sent -> {
            assertThat(sent.getPayload()).isEqualTo(new EnrolDevice(PUMP));
            assertThat(sent.getMetaData())
                    .containsEntry(Metadata.TENANT, "acme")
                    .containsEntry(Metadata.SITE, "s-1")
                    .containsEntry(Metadata.ACTOR_TYPE, "PROCESS");
        });
        assertThat(bus.getDispatchedCommands().stream()
                        .map(CommandMessage::getIdentifier)
                        .distinct())
                .as("what the log takes once")
                .hasSize(1);
    }

    @Test
    void aRenewalChangesNothingOfTheDevice() {
        new WhenCertifiedThenEnrolDevice(commands, log).on(issued(EnrolmentMeans.RENEWAL), META);
        assertThat(bus.getDispatchedCommands()).isEmpty();
    }

    @Test
    void onlyTheEndOfADeviceEndsItsCredentials() {
        WhenDeviceEndedThenRevokeCertificates process = new WhenDeviceEndedThenRevokeCertificates(commands, log);
        process.on(new DeviceSuspended(PUMP, LifeCycle.ACTIVE), META);
        assertThat(bus.getDispatchedCommands()).isEmpty();
        process.on(new DeviceRetired(PUMP, LifeCycle.ACTIVE), META);
        process.on(new DeviceReplaced(SPARE, PUMP, LifeCycle.ACTIVE), META);
        assertThat(bus.getDispatchedCommands().stream().map(CommandMessage::getPayload))
                .isEqualTo(List.of(
                        new EndDeviceEnrolment(EnrolmentId.of(PUMP), ACME, PUMP),
                        new EndDeviceEnrolment(EnrolmentId.of(SPARE), ACME, SPARE)));
    }

    @Test
    void aClaimedDeviceGoesWhereItsOwnerWantsIt() {
        SiteId bern = SiteId.of(ACME, "bern");
        DeviceClaimed claimed = new DeviceClaimed(EnrolmentId.of(PUMP), ACME, PUMP, bern);
        new WhenClaimedThenMoveDevice(commands, log).on(claimed, META);
        assertThat(bus.getDispatchedCommands().stream().map(CommandMessage::getPayload))
                .isEqualTo(List.of(new MoveDevice(PUMP, bern)));
        assertThatCode(() ->
                        new WhenClaimedThenMoveDevice(refusing(new NothingToChange("site")), log).on(claimed, META))
                .as("one that is there already")
                .doesNotThrowAnyException();
    }

    /** Read again after a crash: somebody may have moved it on since, and that stands. */
    @Test
    void whatTheLogHasIsNotSentAgain() {
        DeviceClaimed claimed = new DeviceClaimed(EnrolmentId.of(PUMP), ACME, PUMP, SiteId.of(ACME, "bern"));
        WhenClaimedThenMoveDevice process = new WhenClaimedThenMoveDevice(commands, log);
        process.on(claimed, META);
        stored.add(bus.getDispatchedCommands().getFirst().getIdentifier());
        process.on(claimed, META);
        assertThat(bus.getDispatchedCommands()).hasSize(1);
    }

    @Test
    void whatIsSettledIsNoTroubleAndAllElseIs() {
        assertThatCode(() -> new WhenCertifiedThenEnrolDevice(
                                refusing(new IllegalTransition(LifeCycle.ACTIVE, LifeCycle.ENROLLED)), log)
                        .on(issued(EnrolmentMeans.TOKEN), META))
                .as("a device that is in service, and has lost its key")
                .doesNotThrowAnyException();
        assertThatCode(() -> new WhenDeviceEndedThenRevokeCertificates(refusing(new NotAllowed()), log)
                        .on(new DeviceRetired(PUMP, LifeCycle.ACTIVE), META))
                .as("one that never had a certificate")
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> new WhenCertifiedThenEnrolDevice(refusing(new DeviceUnknown(PUMP)), log)
                        .on(issued(EnrolmentMeans.TOKEN), META))
                .isInstanceOf(CommandExecutionException.class);
    }

    private static CommandGateway refusing(Rejection why) {
        SimpleCommandBus refusing = SimpleCommandBus.builder().build();
        for (Class<?> command : new Class<?>[] {EnrolDevice.class, EndDeviceEnrolment.class, MoveDevice.class}) {
            var unused = refusing.subscribe(command.getName(), message -> {
                throw new CommandExecutionException(why.code(), null, why);
            });
        }
        return DefaultCommandGateway.builder().commandBus(refusing).build();
    }

    private static DeviceCertificateIssued issued(EnrolmentMeans means) {
        Instant now = Instant.parse("2026-11-20T10:00:00Z");
        return new DeviceCertificateIssued(
                EnrolmentId.of(PUMP),
                ACME,
                PUMP,
                new DeviceCertificate("0a", Fingerprint.of("a"), Fingerprint.of("k"), now, now.plusSeconds(60), "pem"),
                means,
                null);
    }
}
