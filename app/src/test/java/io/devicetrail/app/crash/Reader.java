package io.devicetrail.app.crash;

import io.devicetrail.app.crash.Journal.Read;
import io.devicetrail.app.embedded.PostgresRoles;
import io.devicetrail.eventstore.stream.LogReads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Reads the log by index while it grows, by the pages of every projection and as the application's role. After each crash
 * it goes on behind the last event it was given, and never looks back: what it was not given when its turn was, it never
 * sees.
 */
final class Reader extends Worker {
    private static final Duration PACE = Duration.ofMillis(10);
    /** A server that was killed may leave a connection without an end. */
    private static final String PATIENCE = "?connectTimeout=5&socketTimeout=20";

    private final Path home;
    private final String address;
    private final Journal journal;
    private long last = -1;
    private boolean done;

    /** @param address host and port of PostgreSQL, the same after each start */
    Reader(Path home, String address, Journal journal) {
        super("reader");
        this.home = home;
        this.address = address;
        this.journal = journal;
    }

    @Override
    void work() throws InterruptedException {
        while (!done) {
            try (Connection connection = connect()) {
                read(new LogReads(new SingleConnectionDataSource(connection, true)));
            } catch (IOException | SQLException | EventStoreException brokeOff) {
                pauseBetweenTries();
            }
        }
    }

    private Connection connect() throws IOException, SQLException {
        String password = Files.readString(home.resolve("secrets/postgres-app")).strip();
        return DriverManager.getConnection(
                "jdbc:postgresql://" + address + "/" + PostgresRoles.DATABASE + PATIENCE,
                PostgresRoles.APPLICATION,
                password);
    }

    private void read(LogReads log) throws InterruptedException {
        while (!done) {
            // Asked first: an empty page that was read before the last event proves nothing.
            boolean complete = finishing();
            List<TrackedEventData<byte[]>> page = log.after(last, LogReads.PAGE);
            for (TrackedEventData<byte[]> event : page) {
                last = event.trackingToken().position().orElseThrow();
                journal.read(new Read(
                        last,
                        event.getEventIdentifier(),
                        hash(event.getPayload().getData(), event.getMetaData().getData())));
            }
            done = complete && page.isEmpty();
            if (page.isEmpty() && !done) {
                pause(PACE);
            }
        }
    }

    private static String hash(byte[] payload, byte[] metadata) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(payload);
            return HexFormat.of().formatHex(digest.digest(metadata));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
