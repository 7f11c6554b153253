package io.devicetrail.pki.est;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.authority.RecordDeviceDenial;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.pki.certificates.CertificatesOfTests;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.junit.jupiter.api.Test;

class EnrolmentDenialsTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final DeviceId PUMP = DeviceId.of(ACME, "Flow AG", "P-1");
    private static final Origin ORIGIN = Origin.of("192.0.2.7", "curl/8\u0007");

    private final List<CommandMessage<?>> sent = new CopyOnWriteArrayList<>();
    private long nanos;
    private boolean away;

    EnrolmentDenialsTest() {
        new CertificatesOfTests().device(ACME, PUMP);
    }

    private EnrolmentDenials denials() {
        SimpleCommandBus bus = SimpleCommandBus.builder().build();
        var unused = bus.subscribe(RecordDeviceDenial.class.getName(), message -> {
            if (away) {
                throw new IllegalStateException("the log is away");
            }
            sent.add(message);
            return "recorded";
        });
        return new EnrolmentDenials(
                DefaultCommandGateway.builder().commandBus(bus).build(), CertificatesOfTests.known(), () -> nanos);
    }

    /** However fast somebody guesses, the log grows by so many entries a minute, and tells how many there were. */
    @Test
    void theLogGrowsByAFewInAMinute() {
        EnrolmentDenials denials = denials();
        for (int i = 0; i < 100; i++) {
            denials.denied(ACME, PUMP, "simpleenroll", ORIGIN);
        }
        assertThat(sent).hasSize(EnrolmentDenials.MOST_PER_MINUTE);
        denials.tellRest(false);
        assertThat(sent).as("the minute goes on").hasSize(EnrolmentDenials.MOST_PER_MINUTE);
        nanos = Duration.ofMinutes(1).toNanos();
        denials.denied(ACME, PUMP, "simpleenroll", ORIGIN);
        assertThat(unrecorded(sent.getLast())).isEqualTo(100 - EnrolmentDenials.MOST_PER_MINUTE);
    }

    @Test
    void theEndOfASeriesIsTold() {
        EnrolmentDenials denials = denials();
        for (int i = 0; i < EnrolmentDenials.MOST_PER_MINUTE + 2; i++) {
            denials.denied(ACME, PUMP, "simpleenroll", ORIGIN);
        }
        denials.tellRest(true);
        assertThat(unrecorded(sent.getLast())).isEqualTo(1);
        denials.tellRest(true);
        assertThat(sent).hasSize(EnrolmentDenials.MOST_PER_MINUTE + 1);
    }

    @Test
    void whatTheLogDidNotTakeIsToldByTheNext() {
        EnrolmentDenials denials = denials();
        away = true;
        denials.denied(ACME, PUMP, "simpleenroll", ORIGIN);
        away = false;
        denials.denied(ACME, PUMP, "simplereenroll", ORIGIN);
        assertThat(unrecorded(sent.getFirst())).isEqualTo(1);
    }

    /** A device that is not the tenant's fills the trail of the installation, with where it came from. */
    @Test
    void whatSomebodyMerelyClaimsIsNoTenants() {
        denials().denied(ACME, DeviceId.of(ACME, "Flow AG", "none"), "simpleenroll", ORIGIN);
        assertThat(sent.getFirst().getMetaData())
                .containsEntry(Metadata.TENANT, "installation")
                .containsEntry(Metadata.ADDRESS, "192.0.2.7")
                .containsEntry(Metadata.CLIENT, "curl/8");
        denials().denied(ACME, PUMP, "simpleenroll", ORIGIN);
        assertThat(sent.getLast().getMetaData()).containsEntry(Metadata.TENANT, "acme");
    }

    private static int unrecorded(CommandMessage<?> message) {
        return ((RecordDeviceDenial) message.getPayload()).unrecorded();
    }
}
