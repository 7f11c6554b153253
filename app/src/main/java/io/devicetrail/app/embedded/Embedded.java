package io.devicetrail.app.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** What can be said about the embedded parts without starting them. */
public final class Embedded {
    private Embedded() {}

    /** Who the children will run as; a start failure when they could not run at all. */
    public static String user(Settings settings) {
        String name = System.getProperty("user.name");
        if (!Unprivileged.root()) {
            return name;
        }
        Unprivileged chosen =
                Unprivileged.choose(settings.home(), settings.chosen().rootless());
        return name + "; PostgreSQL and Elasticsearch run without its rights (" + chosen + ")";
    }

    public static String postgresVersion() {
        return PostgresPart.VERSION;
    }

    public static String elasticsearchVersion(Path archive) {
        try {
            return ElasticsearchPart.version(Path.of(Archive.topFolder(archive)));
        } catch (IOException missing) {
            return "unknown";
        }
    }

    public static String brokerVersion() {
        return BrokerPart.VERSION;
    }
}
