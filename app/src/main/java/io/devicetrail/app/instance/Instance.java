package io.devicetrail.app.instance;

import io.devicetrail.app.embedded.Home;
import io.devicetrail.app.embedded.Parts;
import io.devicetrail.app.embedded.Progress;
import io.devicetrail.app.embedded.Settings;
import io.devicetrail.app.embedded.StartFailure;
import io.devicetrail.app.wiring.Devicetrail;
import io.devicetrail.domain.enrolment.DeviceCertificates;
import io.devicetrail.pki.est.EnrolmentPort;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.system.ApplicationHome;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;

/**
 * A whole Devicetrail on one home. {@code up}, {@code demo}, {@code replay} and the tests all start it here. It installs
 * no shutdown hook: whoever starts it closes it, and then the application stops before the parts it needs.
 */
public final class Instance implements AutoCloseable {
    private static final String APPLICATION = "Application";

    private final Home home;
    private final Parts parts;
    private final ConfigurableApplicationContext context;
    private final RunningInstance running;

    private Instance(Home home, Parts parts, ConfigurableApplicationContext context, RunningInstance running) {
        this.home = home;
        this.parts = parts;
        this.context = context;
        this.running = running;
    }

    public static Instance start(Settings settings, Progress progress) {
        return start(settings, progress, Map.of());
    }

    /** @param extra properties for the application that win over every other, for example its roles */
    public static Instance start(Settings settings, Progress progress, Map<String, Object> extra) {
        EarlySettings.check(settings, System.getenv());
        Home home = Home.open(settings.home(), settings.chosen().minimumFreeDisk());
        try {
            Parts parts = Parts.start(settings, home, archive(settings), progress);
            try {
                return application(settings, home, parts, progress, extra);
            } catch (RuntimeException failure) {
                parts.close();
                throw failure;
            }
        } catch (RuntimeException failure) {
            home.close();
            throw failure;
        }
    }

    private static Instance application(
            Settings settings, Home home, Parts parts, Progress progress, Map<String, Object> extra) {
        if (Thread.interrupted()) {
            throw new StartFailure("The start was interrupted", "Start again");
        }
        progress.waiting(APPLICATION, "migrating the database and starting");
        long begin = System.nanoTime();
        Map<String, Object> decided = new HashMap<>(settings.set());
        decided.putAll(parts.properties());
        decided.put("server.address", settings.chosen().bindAddress());
        decided.put("server.port", settings.chosen().http().port());
        // In the one form that the wiring asks for, however it was written.
        decided.put("devicetrail.event-store", settings.chosen().eventStore().setting());
        decided.put("devicetrail.home", home.root().toString());
        decided.put("logging.file.name", home.logs().resolve("devicetrail.log").toString());
        decided.putAll(extra);
        // Read from system properties only: without it Axon asks the network for news and writes into the user's home.
        System.setProperty("axoniq.update-checker.disabled", "true");
        System.setProperty("disable-axoniq-console-message", "true");
        SpringApplication application = new SpringApplication(Devicetrail.class);
        application.setWebApplicationType(WebApplicationType.SERVLET);
        application.setRegisterShutdownHook(false);
        application.setDefaultProperties(Map.of(
                "spring.main.banner-mode", "off",
                "logging.register-shutdown-hook", "false",
                "logging.threshold.console", "OFF",
                "server.shutdown", "graceful",
                "spring.lifecycle.timeout-per-shutdown-phase", "10s"));
        application.addInitializers(
                started -> started.getBeanFactory().registerSingleton("platformAuthority", parts.authority()));
        application.addListeners(new Decisions(decided, settings.file()));
        ConfigurableApplicationContext context = application.run();
        String host = settings.chosen().bindAddress().equals("0.0.0.0")
                ? "127.0.0.1"
                : settings.chosen().bindAddress();
        String http = "http://" + host + ":"
                + Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port"));
        RunningInstance running = new RunningInstance(
                ProcessHandle.current().pid(),
                version(),
                new RunningInstance.Addresses(
                        http,
                        parts.postgres().address(),
                        parts.elasticsearch().address(),
                        parts.broker().address(),
                        parts.plainMqtt(),
                        "https://" + host + ":"
                                + context.getBean(EnrolmentPort.class).number()));
        parts.admitBy(context.getBean(DeviceCertificates.class));
        running.write(home.runFile());
        progress.ready(APPLICATION, http, Duration.ofNanos(System.nanoTime() - begin));
        return new Instance(home, parts, context, running);
    }

    static String version() {
        return Objects.requireNonNullElse(Instance.class.getPackage().getImplementationVersion(), "development");
    }

    /** The distribution lies beside the jar, or beside the classes when the build's own folder runs. */
    public static Path archive(Settings settings) {
        Path given = settings.chosen().elasticsearch().archive();
        if (given != null) {
            return given.toAbsolutePath();
        }
        File jar = new ApplicationHome(Instance.class).getSource();
        try {
            Path code = jar != null
                    ? jar.toPath()
                    : Path.of(Instance.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI());
            return code.resolveSibling("parts").resolve("elasticsearch.zip");
        } catch (URISyntaxException | RuntimeException unknown) {
            throw new StartFailure(
                    "Elasticsearch's archive cannot be found beside the application",
                    "Name it with devicetrail.elasticsearch.archive",
                    unknown);
        }
    }

    public RunningInstance.Addresses addresses() {
        return running.addresses();
    }

    public Parts parts() {
        return parts;
    }

    public Path home() {
        return home.root();
    }

    /** The application's beans, for tests and for commands that work inside the process. */
    public ConfigurableApplicationContext context() {
        return context;
    }

    @Override
    public void close() {
        try {
            context.close();
        } finally {
            try {
                parts.close();
            } finally {
                home.close();
            }
        }
    }

    /** What was decided before Spring began wins over its own sources; the home's file stays weaker than the environment. */
    private record Decisions(Map<String, Object> decided, Map<String, Object> file)
            implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {
        @Override
        public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
            MutablePropertySources sources = event.getEnvironment().getPropertySources();
            sources.addFirst(new MapPropertySource("devicetrail start", decided));
            sources.addAfter(
                    StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                    new MapPropertySource(Settings.FILE, file));
        }

        @Override
        public int getOrder() {
            return Ordered.HIGHEST_PRECEDENCE;
        }
    }
}
