package io.devicetrail.queryside.devicecertificates;

import io.devicetrail.queryside.devicecertificates.IssuedCertificate.CertificateState;
import io.devicetrail.queryside.devicedetails.Device;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Answers which certificates devices have. */
@Controller
class DeviceCertificatesController {
    private final IssuedCertificates issued;
    private final Clock clock;

    DeviceCertificatesController(IssuedCertificates issued, Clock clock) {
        this.issued = issued;
        this.clock = clock;
    }

    @BatchMapping
    Map<Device, List<IssuedCertificate>> certificates(List<Device> of) {
        Map<UUID, List<IssuedCertificate>> found =
                issued.of(of.stream().map(Device::deviceId).distinct().toList()).stream()
                        .collect(Collectors.groupingBy(IssuedCertificate::deviceId));
        return of.stream()
                .distinct()
                .collect(Collectors.toMap(Function.identity(), d -> found.getOrDefault(d.deviceId(), List.of())));
    }

    @SchemaMapping(typeName = "DeviceCertificate", field = "state")
    CertificateState state(IssuedCertificate certificate) {
        return certificate.stateAt(clock.instant());
    }
}
