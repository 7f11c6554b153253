package io.devicetrail.app.embedded;

import io.devicetrail.app.broker.BrokerCertificates;
import io.devicetrail.domain.enrolment.DeviceCertificates;
import io.devicetrail.pki.CertificateSettings;
import io.devicetrail.pki.authority.PlatformAuthority;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The three parts the application needs, embedded or external, started side by side. What an earlier, killed process
 * left running on the same home is stopped first; the caller holds the home's lock.
 */
public final class Parts implements AutoCloseable {
    /** Of the ingress: see {@link BrokerPart#CLIENTS}. */
    private static final String CLIENTS = "devicetrail.ingress.clients";
    /** Of the ingress: see {@link BrokerPart#WRITERS}. */
    private static final String WRITERS = "devicetrail.ingress.writers";

    private final Part postgres;
    private final Part elasticsearch;
    private final Part broker;
    private final Map<String, Object> properties;
    private final PlatformAuthority authority;

    private Parts(
            Part postgres,
            Part elasticsearch,
            Part broker,
            Map<String, Object> properties,
            PlatformAuthority authority) {
        this.postgres = postgres;
        this.elasticsearch = elasticsearch;
        this.broker = broker;
        this.properties = properties;
        this.authority = authority;
    }

    /** @param archive the Elasticsearch distribution the build brought along */
    public static Parts start(Settings settings, Home home, Path archive, Progress progress) {
        Settings.Chosen chosen = settings.chosen();
        Unprivileged unprivileged = Unprivileged.choose(home.root(), chosen.rootless());
        if (!unprivileged.base().equals(home.root())) {
            progress.note("Without user namespaces root keeps PostgreSQL's and Elasticsearch's folders in "
                    + unprivileged.base());
        }
        Path binaries = unprivileged.parts(chosen.parts());
        int left = PostgresPart.stopLeftovers(unprivileged, binaries) + ElasticsearchPart.stopLeftovers(unprivileged);
        if (left > 0) {
            progress.note("Stopped " + left + " processes that a killed Devicetrail had left on this home");
        }
        if (chosen.elasticsearch().url() == null) {
            ElasticsearchPart.requireArchive(archive);
        }
        // All ports before any start: nothing has to be undone when one of them is taken.
        int postgresPort = chosen.postgres().url() == null
                ? Ports.claim(
                        "devicetrail.postgres.port",
                        "127.0.0.1",
                        chosen.postgres().port())
                : 0;
        int elasticsearchPort = chosen.elasticsearch().url() == null
                ? Ports.claim(
                        "devicetrail.elasticsearch.port",
                        "127.0.0.1",
                        chosen.elasticsearch().port())
                : 0;
        BrokerPorts brokerPorts =
                chosen.mqtt().url() == null ? brokerPorts(chosen) : new BrokerPorts(chosen.bindAddress(), 0, null);
        Ports.claim("devicetrail.http.port", chosen.bindAddress(), chosen.http().port());
        CertificateSettings certified = settings.bound(CertificateSettings.PREFIX, CertificateSettings.class);
        Ports.claim(CertificateSettings.PREFIX + ".enrolment-port", chosen.bindAddress(), certified.enrolmentPort());

        Duration limit = chosen.startTimeout();
        PlatformAuthority authority = Authorities.open(settings, home, Clock.systemUTC());
        BrokerCertificates certificates = new BrokerCertificates(
                authority,
                home.privateFolder("broker-certificates"),
                certified.serverNames(),
                OutsideAuthorities.of(settings),
                Clock.systemUTC());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<Part> postgres = part(
                    threads,
                    progress,
                    chosen.postgres().url(),
                    "PostgreSQL",
                    () -> PostgresPart.start(home, unprivileged, binaries, postgresPort, limit, progress));
            CompletableFuture<Part> elasticsearch = part(
                    threads,
                    progress,
                    chosen.elasticsearch().url(),
                    "Elasticsearch",
                    () -> ElasticsearchPart.start(
                            home,
                            unprivileged,
                            binaries,
                            archive,
                            chosen.elasticsearch(),
                            elasticsearchPort,
                            limit,
                            progress));
            CompletableFuture<Part> broker = part(
                    threads,
                    progress,
                    chosen.mqtt().url(),
                    "MQTT broker",
                    () -> BrokerPart.start(home, brokerPorts, certificates, limit, progress));
            List<CompletableFuture<Part>> all = List.of(broker, elasticsearch, postgres);
            try {
                CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get();
            } catch (ExecutionException failed) {
                all.forEach(Parts::closeStarted);
                throw failed.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failed);
            } catch (InterruptedException stop) {
                threads.shutdownNow();
                all.forEach(Parts::closeStarted);
                throw new StartFailure("The start was interrupted", "Start again", stop);
            }
            return new Parts(
                    postgres.join(),
                    elasticsearch.join(),
                    broker.join(),
                    properties(settings, postgres.join(), broker.join(), certificates),
                    authority);
        }
    }

    /** PostgreSQL alone, always embedded, for work that needs nothing else; the caller holds the home's lock. */
    public static PostgresPart postgresAlone(Settings settings, Home home, Progress progress) {
        Settings.Chosen chosen = settings.chosen();
        Unprivileged unprivileged = Unprivileged.choose(home.root(), chosen.rootless());
        Path binaries = unprivileged.parts(chosen.parts());
        PostgresPart.stopLeftovers(unprivileged, binaries);
        int port = Ports.claim(
                "devicetrail.postgres.port", "127.0.0.1", chosen.postgres().port());
        return PostgresPart.start(home, unprivileged, binaries, port, chosen.startTimeout(), progress);
    }

    private static CompletableFuture<Part> part(
            ExecutorService threads, Progress progress, @Nullable String url, String name, Supplier<Part> embedded) {
        return CompletableFuture.supplyAsync(
                () -> {
                    long begin = System.nanoTime();
                    Part part = url == null ? embedded.get() : external(name, url, progress);
                    progress.ready(name, part.address(), Duration.ofNanos(System.nanoTime() - begin));
                    return part;
                },
                threads);
    }

    /** A part of somebody else's that is down must not keep ours from starting: it is only said. */
    private static Part external(String name, String url, Progress progress) {
        URI address = URI.create(url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url);
        if (address.getHost() != null
                && address.getPort() > 0
                && !Ports.reachable(address.getHost(), address.getPort(), 2000)) {
            progress.note(name + " at " + url + " does not answer now; what needs it waits");
        }
        return new ExternalPart(name, url);
    }

    private static void closeStarted(CompletableFuture<Part> started) {
        try {
            started.join().close();
        } catch (CompletionException neverStarted) {
            // It has cleaned up after itself, and its failure is the one reported.
        }
    }

    private static Map<String, Object> database(Settings settings, Part part) {
        Map<String, Object> properties = new LinkedHashMap<>();
        if (part instanceof PostgresPart embedded) {
            PostgresRoles roles = embedded.roles();
            put(properties, roles.url(), PostgresRoles.APPLICATION, roles.applicationPassword());
            putOwner(properties, roles.url(), PostgresRoles.OWNER, roles.ownerPassword());
        } else {
            Settings.Postgres given = settings.chosen().postgres();
            put(properties, part.address(), given.username(), given.passwordValue());
            putOwner(properties, part.address(), given.ownerUsername(), given.ownerPasswordValue());
        }
        return properties;
    }

    private static BrokerPorts brokerPorts(Settings.Chosen chosen) {
        Integer plain = chosen.mqtt().plainPort();
        return new BrokerPorts(
                chosen.bindAddress(),
                Ports.claim(
                        "devicetrail.mqtt.port",
                        chosen.bindAddress(),
                        chosen.mqtt().port()),
                plain == null ? null : Ports.claim("devicetrail.mqtt.plain-port", chosen.bindAddress(), plain));
    }

    private static Map<String, Object> properties(
            Settings settings, Part postgres, Part broker, BrokerCertificates certificates) {
        Map<String, Object> properties = database(settings, postgres);
        if (broker instanceof BrokerPart) {
            properties.put("devicetrail.mqtt.tls.trusted", certificates.root().toString());
            properties.put(
                    "devicetrail.mqtt.tls.certificate",
                    certificates.platformCertificate().toString());
            properties.put(
                    "devicetrail.mqtt.tls.key", certificates.platformKey().toString());
            Map.of(CLIENTS, BrokerPart.CLIENTS, WRITERS, BrokerPart.WRITERS).forEach((setting, own) -> {
                if (!settings.environment().containsProperty(setting)) {
                    properties.put(setting, own);
                }
            });
        }
        return properties;
    }

    private static void put(Map<String, Object> properties, String url, String user, String password) {
        properties.put("spring.datasource.url", url);
        properties.put("spring.datasource.username", user);
        properties.put("spring.datasource.password", password);
        properties.put("spring.flyway.placeholders.appRole", user);
    }

    private static void putOwner(Map<String, Object> properties, String url, String user, String password) {
        properties.put("spring.flyway.url", url);
        properties.put("spring.flyway.user", user);
        properties.put("spring.flyway.password", password);
    }

    /** What the application must know to reach the parts. */
    public Map<String, Object> properties() {
        Map<String, Object> properties = new LinkedHashMap<>(this.properties);
        properties.put("devicetrail.elasticsearch.url", elasticsearch.address());
        properties.put("devicetrail.mqtt.url", broker.address());
        return properties;
    }

    public Part postgres() {
        return postgres;
    }

    public Part elasticsearch() {
        return elasticsearch;
    }

    public Part broker() {
        return broker;
    }

    /** Who signs the certificates of this installation. */
    public PlatformAuthority authority() {
        return authority;
    }

    /** Where anybody may connect to the embedded broker; null unless a setting opens that. */
    public @Nullable String plainMqtt() {
        return broker instanceof BrokerPart embedded ? embedded.plainAddress() : null;
    }

    /** From now on the embedded broker, if there is one, lets devices in. */
    public void admitBy(DeviceCertificates certificates) {
        if (broker instanceof BrokerPart embedded) {
            embedded.guard().admitBy(certificates);
        }
    }

    /** None needs another any more, and the broker alone takes seconds: all stop at once. */
    @Override
    public void close() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture.allOf(Stream.of(broker, elasticsearch, postgres)
                            .map(part -> CompletableFuture.runAsync(part::close, threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }
}
