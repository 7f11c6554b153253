package io.devicetrail.pki.est;

import io.devicetrail.pki.CertificateSettings;
import io.devicetrail.pki.authority.PlatformAuthority;
import io.devicetrail.pki.certificates.KnownCertificates;
import io.devicetrail.pki.outsideca.EstAuthority;
import java.time.Clock;
import java.util.function.Supplier;
import org.apache.catalina.connector.Connector;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The connector for enrolment, and what answers behind it. Where there are no authorities there is none. */
@Configuration(proxyBeanMethods = false)
class EstWiring {
    /** Requests answered at once: each costs a signature and a wait for the log. */
    static final int THREADS = 16;
    /** Requests of other kinds answered at once: files, of which each waits for its device; 88 places are given. */
    static final int OTHER_THREADS = 96;
    /** Open connections; more wait in the system's queue. */
    static final int CONNECTIONS = 1_000;
    /** Silence after which a connection is closed. */
    static final int SILENCE_MILLIS = 10_000;
    /** Bytes of a refused body that are still read, so that the refusal arrives. */
    static final int SWALLOWED_BYTES = 2 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(EstWiring.class);

    /** Of this application's connectors that for enrolment. */
    @Bean
    EnrolmentPort enrolmentPort() {
        return new EnrolmentPort();
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> enrolmentConnector(
            ObjectProvider<PlatformAuthority> authorities,
            CertificateSettings settings,
            Clock clock,
            EnrolmentPort port,
            ObjectProvider<KnownCertificates> known,
            ObjectProvider<CommandGateway> commands,
            ObjectProvider<EnrolmentDenials> denials,
            ObjectProvider<EstAuthority> outside,
            ObjectProvider<DeviceRequests> others,
            @Value("${server.address:127.0.0.1}") String address) {
        PlatformAuthority platform = authorities.getIfAvailable();
        if (platform == null) {
            LOG.warn("There are no certificate authorities: devices cannot enrol here");
            return server -> {};
        }
        return server -> {
            Connector connector = connector(settings, address, new ServerTls(platform, settings, clock));
            port.opened(connector);
            server.addAdditionalConnectors(connector);
            server.addEngineValves(new EstValve(
                    connector,
                    new Lazily<>(() -> requests(platform, settings, clock, known, commands, denials, outside))::get,
                    new Lazily<>(() -> others.orderedStream().toList())::get));
        };
    }

    private static EstRequests requests(
            PlatformAuthority platform,
            CertificateSettings settings,
            Clock clock,
            ObjectProvider<KnownCertificates> known,
            ObjectProvider<CommandGateway> commands,
            ObjectProvider<EnrolmentDenials> denials,
            ObjectProvider<EstAuthority> outside) {
        KnownCertificates certificates = known.getObject();
        CommandGateway gateway = commands.getObject();
        EstAuthority another = outside.getIfAvailable();
        return new EstRequests(
                certificates,
                another == null
                        ? new DeviceSigning(platform, settings, clock)
                        : new OutsideSigning(another, platform.root()),
                new EnrolmentDesk(gateway, certificates, clock),
                new EnrolmentLimits(System::nanoTime),
                denials.getObject());
    }

    private static Connector connector(CertificateSettings settings, String address, ServerTls tls) {
        Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
        connector.setPort(settings.enrolmentPort());
        connector.setScheme("https");
        connector.setSecure(true);
        connector.setProperty("address", address);
        connector.setProperty("SSLEnabled", "true");
        connector.setProperty("maxThreads", Integer.toString(THREADS + OTHER_THREADS));
        connector.setProperty("minSpareThreads", "1");
        connector.setProperty("maxConnections", Integer.toString(CONNECTIONS));
        connector.setProperty("connectionTimeout", Integer.toString(SILENCE_MILLIS));
        connector.setProperty("maxSwallowSize", Integer.toString(SWALLOWED_BYTES));
        SSLHostConfig host = new SSLHostConfig();
        host.setProtocols("TLSv1.2+TLSv1.3");
        host.setCertificateVerification("optional");
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setSslContext(new TomcatTls(tls.context(new ShownCertificates()), tls));
        host.addCertificate(certificate);
        connector.addSslHostConfig(host);
        return connector;
    }

    /** Made once, at the first request. */
    private static final class Lazily<T> {
        private final Supplier<T> how;
        private @Nullable T made;

        Lazily(Supplier<T> how) {
            this.how = how;
        }

        synchronized T get() {
            T known = made;
            if (known == null) {
                known = how.get();
                made = known;
            }
            return known;
        }
    }
}
