package io.devicetrail.app.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Elasticsearch as a child process of its own, run by the JDK that runs us. It has no passwords and therefore never
 * leaves the loopback interface. Its content is derived from the log: losing it costs a rebuild, nothing else.
 */
public final class ElasticsearchPart implements Part {
    private static final Duration STOP = Duration.ofSeconds(30);

    private final ChildProcess child;
    private final int port;
    private final String version;

    private ElasticsearchPart(ChildProcess child, int port, String version) {
        this.child = child;
        this.port = port;
        this.version = version;
    }

    static ElasticsearchPart start(
            Home home,
            Unprivileged unprivileged,
            Path parts,
            Path archive,
            Settings.Elasticsearch chosen,
            int port,
            Duration limit,
            Progress progress) {
        progress.waiting("Elasticsearch", "unpacking");
        Path program = unpack(parts, archive);
        Path folder = folder(unprivileged);
        Path logs = unprivileged.base().resolve("logs/elasticsearch");
        configure(folder, logs, port);
        unprivileged.own(folder);
        unprivileged.own(logs);
        progress.waiting("Elasticsearch", "starting");
        String mark = mark(folder);
        ChildProcess child = ChildProcess.start(
                "Elasticsearch",
                unprivileged.command(List.of(
                        "/bin/bash", program.resolve("bin/elasticsearch").toString())),
                Map.of(
                        "ES_JAVA_HOME",
                        System.getProperty("java.home"),
                        "ES_PATH_CONF",
                        folder.resolve("config").toString(),
                        "ES_TMPDIR",
                        folder.resolve("tmp").toString(),
                        "ES_JAVA_OPTS",
                        heap(chosen.heap()) + " -XX:-AlwaysPreTouch " + mark + " " + chosen.javaOptions(),
                        "CLI_JAVA_OPTS",
                        "-Xmx64m -XX:TieredStopAtLevel=1 " + mark,
                        "LC_ALL",
                        "C"),
                home.logs().resolve("elasticsearch-start.log"));
        try {
            try (HttpClient http = HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(2))
                    .build()) {
                child.awaitReady(() -> healthy(http, port), limit);
            }
            return new ElasticsearchPart(child, port, version(program));
        } catch (RuntimeException failure) {
            child.stop(child::terminate, STOP);
            throw failure;
        }
    }

    static int stopLeftovers(Unprivileged unprivileged) {
        Path folder = folder(unprivileged);
        return ChildProcess.stopLeftovers(mark(folder), folder, () -> {}, STOP);
    }

    private static Path folder(Unprivileged unprivileged) {
        return unprivileged.base().resolve("elasticsearch");
    }

    /** The launcher splits its options at blanks, so a path with blanks is marked by its hash. */
    private static String mark(Path folder) {
        String path = folder.toString();
        return "-Ddevicetrail.part=" + (path.contains(" ") ? Integer.toHexString(path.hashCode()) : path);
    }

    private static String heap(String size) {
        return "-Xms" + size + " -Xmx" + size;
    }

    /** Asked before anything starts, so that a missing archive costs a line and not a minute. */
    static void requireArchive(Path archive) {
        if (!Files.isRegularFile(archive)) {
            throw new StartFailure(
                    "Elasticsearch's archive is not at " + archive,
                    "Build again with 'mvn package', or name an external server with devicetrail.elasticsearch.url");
        }
    }

    private static Path unpack(Path parts, Path archive) {
        try {
            String top = Archive.topFolder(archive);
            return Archive.once(parts, top, folder -> {
                        Archive.zip(archive, folder);
                    })
                    .resolve(top);
        } catch (IOException damaged) {
            throw new StartFailure(
                    "Elasticsearch's archive " + archive + " cannot be read: " + damaged.getMessage(),
                    "Delete it and build again",
                    damaged);
        }
    }

    static String version(Path program) {
        Path name = program.getFileName();
        return name == null ? "unknown" : name.toString().replace("elasticsearch-", "");
    }

    private static void configure(Path folder, Path logs, int port) {
        Path config = folder.resolve("config");
        try {
            for (Path each : List.of(config, folder.resolve("data"), folder.resolve("tmp"), logs)) {
                Files.createDirectories(each);
            }
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            Files.writeString(config.resolve("elasticsearch.yml"), """
                    # Written at every start.
                    cluster.name: devicetrail
                    node.name: devicetrail
                    discovery.type: single-node
                    path.data: '%s'
                    path.logs: '%s'
                    network.host: 127.0.0.1
                    http.port: %d
                    transport.port: 19300-19399
                    # With this on and no origin allowed, what a page of another origin sends is refused.
                    http.cors.enabled: true
                    xpack.security.enabled: false
                    cluster.routing.allocation.disk.watermark.low: 1gb
                    cluster.routing.allocation.disk.watermark.high: 750mb
                    cluster.routing.allocation.disk.watermark.flood_stage: 500mb
                    """.formatted(
                            quoted(folder.resolve("data")), quoted(logs), port));
            Files.writeString(config.resolve("jvm.options"), """
                    -XX:+UseG1GC
                    -Djava.io.tmpdir=${ES_TMPDIR}
                    20-:--add-modules=jdk.incubator.vector
                    -Dorg.apache.lucene.store.MMapDirectory.sharedArenaMaxPermits=1
                    -XX:+ExitOnOutOfMemoryError
                    """);
            Files.writeString(config.resolve("log4j2.properties"), """
                    status = error
                    appender.file.type = RollingFile
                    appender.file.name = file
                    appender.file.fileName = ${sys:es.logs.base_path}${sys:file.separator}elasticsearch.log
                    appender.file.filePattern = ${sys:es.logs.base_path}${sys:file.separator}elasticsearch-%i.log.gz
                    appender.file.layout.type = PatternLayout
                    appender.file.layout.pattern = [%d{ISO8601}][%-5p][%-25c{1.}] %marker%m%n
                    appender.file.policies.type = Policies
                    appender.file.policies.size.type = SizeBasedTriggeringPolicy
                    appender.file.policies.size.size = 16MB
                    appender.file.strategy.type = DefaultRolloverStrategy
                    appender.file.strategy.max = 4
                    appender.console.type = Console
                    appender.console.name = console
                    appender.console.layout.type = PatternLayout
                    appender.console.layout.pattern = %p %c{1.} %m%n
                    appender.console.filter.threshold.type = ThresholdFilter
                    appender.console.filter.threshold.level = error
                    rootLogger.level = info
                    rootLogger.appenderRef.file.ref = file
                    rootLogger.appenderRef.console.ref = console
                    """);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    private static String quoted(Path path) {
        return path.toString().replace("'", "''");
    }

    /** Ready when the indexes it had are readable again; its root answers 405 and says nothing. */
    private static boolean healthy(HttpClient http, int port) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/_cluster/health?wait_for_status=yellow&timeout=1s"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException stop) {
            throw new StartFailure("The start was interrupted", "Start again", stop);
        }
    }

    @Override
    public String name() {
        return "Elasticsearch";
    }

    @Override
    public String address() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public void close() {
        child.stop(child::terminate, STOP);
    }
}
