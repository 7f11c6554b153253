package io.devicetrail.app.embedded;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanInstantiationException;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.unit.DataSize;

/**
 * What the person who starts Devicetrail chose, weakest first: defaults, {@code devicetrail.properties} in the home,
 * environment variables {@code DEVICETRAIL_*}, {@code --set key=value}.
 *
 * @param file what the home's properties file says, to be handed on to the application
 * @param set what the command line says, to be handed on to the application
 */
public record Settings(Path home, Chosen chosen, Map<String, Object> file, Map<String, Object> set) {
    public static final String FILE = "devicetrail.properties";

    public static Settings load(Path home, Map<String, String> set) {
        Map<String, Object> file = read(home.resolve(FILE));
        Map<String, Object> commandLine = new LinkedHashMap<>(set);
        Chosen chosen = bound("devicetrail", Chosen.class, BindHandler.DEFAULT, environment(file, commandLine));
        return new Settings(home.toAbsolutePath().normalize(), chosen, file, commandLine);
    }

    /** Settings of a module, for a command that needs them without the application. */
    public <T> T bound(String prefix, Class<T> type) {
        return bound(prefix, type, BindHandler.DEFAULT);
    }

    /** @param handler is told of each setting that is asked for */
    public <T> T bound(String prefix, Class<T> type, BindHandler handler) {
        return bound(prefix, type, handler, environment(file, set));
    }

    /** All that was set, in the order in which it counts. */
    public ConfigurableEnvironment environment() {
        return environment(file, set);
    }

    private static ConfigurableEnvironment environment(Map<String, Object> file, Map<String, Object> set) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("command line", set));
        environment.getPropertySources().addLast(new MapPropertySource(FILE, file));
        return environment;
    }

    private static <T> T bound(String prefix, Class<T> type, BindHandler handler, ConfigurableEnvironment environment) {
        try {
            return Binder.get(environment).bindOrCreate(prefix, Bindable.of(type), handler);
        } catch (BindException unfit) {
            throw new StartFailure(words(unfit), "docs/operating.md lists every setting and its form", unfit);
        }
    }

    /** A record that refuses its values names the setting; whoever converts one does not know which it is. */
    private static String words(BindException unfit) {
        if (unfit.getCause() instanceof BeanInstantiationException refused
                && refused.getCause() instanceof IllegalArgumentException why
                && why.getMessage() != null) {
            return why.getMessage();
        }
        Object value = unfit.getProperty() == null ? "" : unfit.getProperty().getValue();
        return "Setting " + unfit.getName() + " cannot be '" + value + "'";
    }

    private static Map<String, Object> read(Path file) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (Files.isRegularFile(file)) {
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                Properties properties = new Properties();
                properties.load(reader);
                properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return values;
    }

    /**
     * The settings under {@code devicetrail.} that the start itself needs; modules bind their own.
     *
     * @param bindAddress where HTTP and MQTT listen; PostgreSQL and Elasticsearch never leave the loopback interface
     * @param eventStore what keeps the log; PostgreSQL keeps everything else either way
     * @param parts where binaries are unpacked; several homes may share it; default: in the home
     * @param rootless how children that refuse to run as root are started when we are root
     */
    public record Chosen(
            @DefaultValue("127.0.0.1") String bindAddress,
            @DefaultValue("postgresql") EventStoreKind eventStore,
            @DefaultValue AxonServer axonServer,
            @DefaultValue Http http,
            @DefaultValue Postgres postgres,
            @DefaultValue Elasticsearch elasticsearch,
            @DefaultValue Mqtt mqtt,
            @DefaultValue("120s") Duration startTimeout,
            @DefaultValue("2GB") DataSize minimumFreeDisk,
            @DefaultValue("auto") Rootless rootless,
            @Nullable Path parts) {}

    /** @param servers each {@code host:port}; for whoever asks whether one answers, the wiring binds all of it */
    public record AxonServer(@DefaultValue("localhost:8124") List<String> servers) {}

    public record Http(@DefaultValue("8080") int port) {}

    /** @param url JDBC address of an external server; the embedded one is started only without it */
    public record Postgres(
            @DefaultValue("15432") int port,
            @Nullable String url,
            @DefaultValue("devicetrail_app") String username,
            @Nullable String password,
            @Nullable Path passwordFile,
            @DefaultValue("devicetrail_owner") String ownerUsername,
            @Nullable String ownerPassword,
            @Nullable Path ownerPasswordFile) {

        public String passwordValue() {
            return secret("devicetrail.postgres.password", password, passwordFile);
        }

        public String ownerPasswordValue() {
            return secret("devicetrail.postgres.owner-password", ownerPassword, ownerPasswordFile);
        }

        private static String secret(String setting, @Nullable String value, @Nullable Path file) {
            if (value != null) {
                return value;
            }
            if (file == null) {
                throw new StartFailure(
                        "An external PostgreSQL is set, but not " + setting,
                        "Set " + setting + ", or " + setting + "-file to a file that holds it");
            }
            try {
                return Files.readString(file).strip();
            } catch (IOException unreadable) {
                throw new StartFailure(
                        "The file of " + setting + "-file cannot be read: " + file, "Check path and owner", unreadable);
            }
        }

        @Override
        public String toString() {
            return "Postgres[port=" + port + ", url=" + url + ", username=" + username + "]";
        }
    }

    /**
     * @param heap of the embedded server, in the JVM's notation
     * @param javaOptions more options of its JVM, separated by blanks
     */
    public record Elasticsearch(
            @DefaultValue("19200") int port,
            @Nullable String url,
            @DefaultValue("512m") String heap,
            @DefaultValue("") String javaOptions,
            @Nullable Path archive) {}

    /**
     * @param port of the embedded broker, for who shows a certificate
     * @param plainPort where the embedded broker also lets anybody in, as anything; nowhere without it
     */
    public record Mqtt(
            @DefaultValue("8883") int port,
            @Nullable Integer plainPort,
            @Nullable String url) {}

    public enum EventStoreKind {
        POSTGRESQL,
        AXON_SERVER;

        /** As it stands in {@code devicetrail.event-store}. */
        public String setting() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public enum Rootless {
        AUTO,
        NAMESPACE,
        SETPRIV
    }
}
