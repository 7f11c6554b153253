package io.devicetrail.ingress.connection;

import io.devicetrail.ingress.BrokerSettings.Tls;
import java.nio.file.Path;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** Sockets to a broker that trust whom the settings name, and show the platform's certificate. */
final class TlsSockets {
    private TlsSockets() {}

    /** @throws RuntimeException if a file is missing or holds something else; it is read again at the next connect */
    static SSLSocketFactory of(Tls tls) {
        PemSslStoreDetails own = details(tls.certificate());
        Path key = tls.key();
        return SslBundle.of(new PemSslStoreBundle(
                        own == null || key == null ? own : own.withPrivateKey(location(key)), details(tls.trusted())))
                .createSslContext()
                .getSocketFactory();
    }

    private static @Nullable PemSslStoreDetails details(@Nullable Path certificates) {
        return certificates == null ? null : PemSslStoreDetails.forCertificate(location(certificates));
    }

    private static String location(Path file) {
        return file.toAbsolutePath().toUri().toString();
    }
}
