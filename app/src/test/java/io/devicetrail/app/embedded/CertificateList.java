package io.devicetrail.app.embedded;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.enrolment.CertifiedDevice;
import io.devicetrail.domain.enrolment.DeviceCertificates;
import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Certificates that count, in a file of lines {@code fingerprint tenant device gateway|-}, read at each question. */
record CertificateList(Path file) implements DeviceCertificates {
    private List<String[]> lines() {
        try {
            return Files.readAllLines(file).stream()
                    .map(line -> line.split(" "))
                    .toList();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    @Override
    public Optional<CertifiedDevice> admitted(String fingerprint) {
        return lines().stream()
                .filter(line -> line[0].equals(fingerprint))
                .findFirst()
                .map(line -> new CertifiedDevice(TenantId.of(line[1]), DeviceId.parse(line[2])));
    }

    @Override
    public Set<String> refused(Collection<String> fingerprints) {
        return fingerprints.stream().filter(each -> admitted(each).isEmpty()).collect(Collectors.toSet());
    }

    @Override
    public boolean isBehind(DeviceId gateway, DeviceId child) {
        return lines().stream()
                .anyMatch(line -> line[2].equals(child.toString()) && line[3].equals(gateway.toString()));
    }
}
