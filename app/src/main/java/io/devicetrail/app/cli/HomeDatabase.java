package io.devicetrail.app.cli;

import io.devicetrail.app.embedded.Home;
import io.devicetrail.app.embedded.Parts;
import io.devicetrail.app.embedded.PostgresPart;
import io.devicetrail.app.embedded.PostgresRoles;
import io.devicetrail.app.embedded.Settings;
import io.devicetrail.app.instance.RunningInstance;
import io.devicetrail.app.wiring.LogEntrySource;
import io.devicetrail.audit.ledger.EntrySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The log of a home, read past the application: from what runs, else from PostgreSQL started for the command alone. */
final class HomeDatabase {
    private HomeDatabase() {}

    /** What is done with the log. */
    @FunctionalInterface
    interface Work {
        int with(EntrySource log) throws IOException;
    }

    static int with(HomeOptions options, ConsoleProgress progress, Work work) throws IOException {
        Settings settings = options.settings();
        Settings.Postgres external = settings.chosen().postgres();
        if (external.url() != null) {
            return with(external.url(), external.username(), external.passwordValue(), work);
        }
        Optional<RunningInstance> running = RunningInstance.on(Home.runFile(settings.home()));
        if (running.isPresent()) {
            Path password = settings.home().resolve("secrets/postgres-app");
            return with(
                    "jdbc:postgresql://" + running.get().addresses().postgres() + "/" + PostgresRoles.DATABASE,
                    PostgresRoles.APPLICATION,
                    Files.readString(password).strip(),
                    work);
        }
        progress.note("Nothing runs on " + settings.home() + ": starting its PostgreSQL for this command");
        try (Home home = Home.open(settings.home(), settings.chosen().minimumFreeDisk());
                PostgresPart postgres = Parts.postgresAlone(settings, home, progress)) {
            PostgresRoles roles = postgres.roles();
            return with(roles.url(), PostgresRoles.APPLICATION, roles.applicationPassword(), work);
        }
    }

    private static int with(String url, String user, String password, Work work) throws IOException {
        SingleConnectionDataSource connection = new SingleConnectionDataSource(url, user, password, true);
        try {
            return work.with(new LogEntrySource(connection));
        } finally {
            connection.destroy();
        }
    }
}
