package io.devicetrail.pki.outside;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.enrolment.DeviceTopics;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.pki.certificates.KnownCertificates;
import org.springframework.stereotype.Component;

/**
 * Mosquitto's {@code acl_file} of a tenant, for a listener with {@code use_identity_as_username}: the user is the common name
 * of the certificate, the device's id. Who is not in it may do nothing.
 */
@Component
class MosquittoList {
    private final KnownCertificates certificates;

    MosquittoList(KnownCertificates certificates) {
        this.certificates = certificates;
    }

    String of(TenantId tenant) {
        StringBuilder list = new StringBuilder(
                "# Devices of " + tenant + " whose certificate stands. Made anew at each question.\n");
        certificates.speakers(tenant).forEach((user, devices) -> {
            list.append("\nuser ").append(user).append('\n');
            devices.forEach(device -> add(list, DeviceTopics.of(tenant, new DeviceId(device))));
        });
        return list.toString();
    }

    private static void add(StringBuilder list, DeviceTopics topics) {
        topics.up().forEach(each -> list.append("topic write ").append(each).append('\n'));
        list.append("topic write ").append(topics.presence()).append('\n');
        topics.down().forEach(each -> list.append("topic read ").append(each).append('\n'));
    }
}
