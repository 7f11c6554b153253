package io.devicetrail.eventstore.axonserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.eventstore.append.LogUnavailableException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One server with a certificate of its own; who trusts it gets in, who does not or speaks in the clear does not. */
class AxonServerTlsTest {
    @Test
    void theConnectionIsEncryptedAndTheServersCertificateChecked(@TempDir Path folder) throws Exception {
        OwnCertificate certificate = OwnCertificate.in(folder);
        try (AxonServerStandIn server = AxonServerStandIn.startWithTls(certificate)) {
            assertThat(head(server, true, certificate.certificate())).isEqualTo(-1);
            assertThatThrownBy(() -> head(server, true, null)).isInstanceOf(LogUnavailableException.class);
            assertThatThrownBy(() -> head(server, false, null)).isInstanceOf(LogUnavailableException.class);
        }
    }

    private static long head(AxonServerStandIn server, boolean tls, @Nullable Path trusted) {
        AxonServerAddress address = new AxonServerAddress(List.of(server.address()), "default", null, tls, trusted);
        try (AxonServerLog log = AxonServerLog.at(address)) {
            return log.head();
        }
    }
}
