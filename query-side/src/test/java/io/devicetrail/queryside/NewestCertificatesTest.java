package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.device.DeviceEvent.DeviceRegistered;
import io.devicetrail.domain.device.DeviceEvent.DeviceRetired;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.enrolment.DeviceCertificate;
import io.devicetrail.domain.enrolment.EnrolmentEvent.DeviceCertificateIssued;
import io.devicetrail.domain.enrolment.EnrolmentEvent.DeviceCertificateRevoked;
import io.devicetrail.domain.enrolment.EnrolmentId;
import io.devicetrail.domain.enrolment.EnrolmentMeans;
import io.devicetrail.domain.enrolment.Fingerprint;
import io.devicetrail.domain.enrolment.RevocationReason;
import io.devicetrail.domain.incident.NewestCertificates;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What the watch over renewals goes by before it tells anybody. */
@QuerySideInstance
@NullUnmarked // what is missing fails the test anyway
class NewestCertificatesTest {
    private static final TenantId TENANT = TenantId.of("renewals");

    @Autowired
    LogOfTests log;

    @Autowired
    NewestCertificates newest;

    @BeforeEach
    void history() {
        if (log.head() < 0) {
            History.write(log);
            log.project(0);
        }
    }

    @Test
    void onlyTheNewestOneOfADeviceThatHasNotEndedIsInForce() throws TimeoutException {
        DeviceId pump = registered("pump");
        stored(issued(pump, "a"));
        assertThat(inForce(pump, "a")).isTrue();
        assertThat(inForce(pump, "b")).as("not issued yet").isFalse();
        stored(issued(pump, "b"));
        assertThat(inForce(pump, "a")).isFalse();
        assertThat(inForce(pump, "b")).isTrue();
        revoked(pump, "b");
        assertThat(inForce(pump, "b")).isFalse();
        assertThat(inForce(pump, "a")).as("what the device has left").isTrue();
        revoked(pump, "a");
        assertThat(inForce(pump, "a")).isFalse();
    }

    /** What is not read yet may be a newer one. */
    @Test
    void whileTheCopyIsBehindItIsNotTold() throws TimeoutException {
        DeviceId pump = registered("behind");
        stored(issued(pump, "a"));
        int behind = Math.toIntExact(log.append(issued(pump, "b"), History.ADA, TENANT.value()));
        try {
            assertThatThrownBy(() -> inForce(pump, "a"))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageContaining("not yet to " + behind);
        } finally {
            log.project(behind);
        }
        assertThat(inForce(pump, "a")).isFalse();
    }

    @Test
    void ofADeviceThatEndedNoneIs() throws TimeoutException {
        DeviceId pump = registered("ended");
        stored(issued(pump, "a"));
        stored(new DeviceRetired(pump, LifeCycle.REGISTERED));
        assertThat(inForce(pump, "a")).isFalse();
        assertThat(inForce(DeviceId.of(TENANT, "Ohmic", "unknown"), "a")).isFalse();
    }

    private void revoked(DeviceId device, String name) {
        stored(new DeviceCertificateRevoked(
                EnrolmentId.of(device), TENANT, device, "0c", print(device, name), RevocationReason.SUPERSEDED));
    }

    private boolean inForce(DeviceId device, String name) throws TimeoutException {
        return newest.isInForce(device, print(device, name));
    }

    private DeviceId registered(String serialNumber) {
        DeviceId device = DeviceId.of(TENANT, "Ohmic", serialNumber);
        stored(new DeviceRegistered(
                device,
                TENANT,
                SiteId.of(TENANT, "site"),
                "Ohmic",
                serialNumber,
                History.PT100,
                1,
                null,
                null,
                null,
                new TreeMap<>()));
        return device;
    }

    private static DeviceCertificateIssued issued(DeviceId device, String name) {
        return new DeviceCertificateIssued(
                EnrolmentId.of(device),
                TENANT,
                device,
                new DeviceCertificate(
                        "0c",
                        print(device, name),
                        Fingerprint.of("key"),
                        History.HEARD,
                        History.HEARD.plus(Duration.ofDays(365)),
                        "pem"),
                EnrolmentMeans.TOKEN,
                null);
    }

    private static String print(DeviceId device, String name) {
        return Fingerprint.of("renewal " + device + name);
    }

    private void stored(Object event) {
        log.project(Math.toIntExact(log.append(event, History.ADA, TENANT.value())));
    }
}
