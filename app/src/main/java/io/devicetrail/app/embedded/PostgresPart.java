package io.devicetrail.app.embedded;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL as a child process on a lasting data folder, with fsync and synchronous commit on: what it has committed
 * survives {@code kill -9} and power loss, and it recovers by itself at the next start. It listens on the loopback
 * interface only, without a Unix socket, and asks every caller for a password.
 */
public final class PostgresPart implements Part {
    static final String VERSION = "18.4";
    private static final String MAJOR = "18";
    /** Memory that a server process keeps between two statements, 4 MiB: else each large one asks the kernel again. */
    private static final String KEPT_BYTES = "4194304";

    private static final Duration STOP = Duration.ofSeconds(30);

    private final ChildProcess child;
    private final Runnable stopping;
    private final PostgresRoles roles;
    private final int port;

    private PostgresPart(ChildProcess child, Runnable stopping, PostgresRoles roles, int port) {
        this.child = child;
        this.stopping = stopping;
        this.roles = roles;
        this.port = port;
    }

    static PostgresPart start(
            Home home, Unprivileged unprivileged, Path parts, int port, Duration limit, Progress progress) {
        progress.waiting("PostgreSQL", "unpacking");
        Path binaries = unpack(parts);
        Path data = data(unprivileged);
        Path logs = unprivileged.own(unprivileged.base().resolve("logs/postgres"));
        if (!Files.isDirectory(data)) {
            progress.waiting("PostgreSQL", "making its data folder");
            initialise(home, unprivileged, binaries, data);
        }
        checkVersion(data);
        allowPasswordsOnly(data);
        progress.waiting("PostgreSQL", "starting");
        List<String> command = new ArrayList<>(List.of(
                binaries.resolve("bin/postgres").toString(), "-D", data.toString(), "-p", Integer.toString(port)));
        configuration(logs).forEach((name, value) -> {
            command.add("-c");
            command.add(name + "=" + value);
        });
        ChildProcess child = ChildProcess.start(
                "PostgreSQL",
                unprivileged.command(command),
                environment(),
                home.logs().resolve("postgres-start.log"));
        Runnable stopping = () -> fastStop(unprivileged, binaries, data);
        try {
            child.awaitReady(() -> accepts(data), limit);
            PostgresRoles roles = new PostgresRoles(home, port);
            roles.ensure();
            return new PostgresPart(child, stopping, roles, port);
        } catch (RuntimeException failure) {
            child.stop(stopping, STOP);
            throw failure;
        }
    }

    /** Ends what a killed parent left running on this data folder. */
    static int stopLeftovers(Unprivileged unprivileged, Path parts) {
        Path data = data(unprivileged);
        if (!Files.isDirectory(data)) {
            return 0;
        }
        int stopped = ChildProcess.stopLeftovers(
                data.toString(), data, () -> fastStop(unprivileged, unpack(parts), data), STOP);
        try {
            // No process of this folder is alive any more; its number may already belong to somebody else.
            Files.deleteIfExists(data.resolve("postmaster.pid"));
        } catch (IOException notOurs) {
            throw new UncheckedIOException(notOurs);
        }
        return stopped;
    }

    private static Path data(Unprivileged unprivileged) {
        return unprivileged.base().resolve("postgres/data");
    }

    private static Path unpack(Path parts) {
        return Archive.once(parts, "postgres-" + VERSION, folder -> {
            String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
            String name = "/postgres-linux-" + (machine.equals("aarch64") ? "arm_64" : "x86_64") + ".txz";
            try (InputStream archive = PostgresPart.class.getResourceAsStream(name)) {
                if (archive == null) {
                    throw new StartFailure(
                            "No PostgreSQL binaries for this machine (" + machine + ") are in the application",
                            "Name an external server with devicetrail.postgres.url");
                }
                Archive.tarXz(archive, folder);
            }
        });
    }

    private static void initialise(Home home, Unprivileged unprivileged, Path binaries, Path data) {
        Path folder = unprivileged.own(unprivileged.base().resolve("postgres"));
        Path fresh = folder.resolve("data.new");
        Path passwordFile = folder.resolve("superuser.new");
        Path log = home.logs().resolve("postgres-init.log");
        Archive.delete(fresh);
        try {
            Files.copy(
                    home.superuserFile(),
                    passwordFile,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
            unprivileged.own(folder);
            run(
                    unprivileged.command(List.of(
                            binaries.resolve("bin/initdb").toString(),
                            "--pgdata=" + fresh,
                            "--username=" + PostgresRoles.SUPERUSER,
                            "--pwfile=" + passwordFile,
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--locale-provider=builtin",
                            "--locale=C.UTF-8",
                            "--lc-collate=C",
                            "--lc-ctype=C",
                            // A commit that fills a segment waits for the next one to be made: 55 ms for 16 MB.
                            "--wal-segsize=4",
                            "--data-checksums")),
                    log,
                    "PostgreSQL's data folder cannot be made");
            Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException full) {
            throw new StartFailure(
                    "PostgreSQL's data folder " + data + " cannot be made: " + full.getMessage(),
                    "Check free disk and owner",
                    full);
        } finally {
            deleteQuietly(passwordFile);
        }
    }

    private static Map<String, String> environment() {
        return Map.of(
                "TZ", "UTC",
                "LC_ALL", "C",
                "MALLOC_TOP_PAD_", KEPT_BYTES,
                "MALLOC_TRIM_THRESHOLD_", KEPT_BYTES,
                "MALLOC_MMAP_THRESHOLD_", KEPT_BYTES);
    }

    private static Map<String, String> configuration(Path logs) {
        return Map.ofEntries(
                Map.entry("listen_addresses", "127.0.0.1"),
                Map.entry("unix_socket_directories", ""),
                Map.entry("fsync", "on"),
                Map.entry("full_page_writes", "on"),
                Map.entry("synchronous_commit", "on"),
                Map.entry("password_encryption", "scram-sha-256"),
                Map.entry("timezone", "UTC"),
                Map.entry("log_timezone", "UTC"),
                Map.entry("max_connections", "200"),
                Map.entry("shared_buffers", "256MB"),
                // Else the log's one connection writes an old page for each new one, and every caller waits.
                Map.entry("bgwriter_delay", "20ms"),
                Map.entry("bgwriter_lru_maxpages", "1000"),
                Map.entry("bgwriter_lru_multiplier", "4"),
                Map.entry("max_wal_size", "2GB"),
                Map.entry("min_wal_size", "256MB"),
                // Who waits for whom, for whoever asks why something stood still.
                Map.entry("log_lock_waits", "on"),
                Map.entry("logging_collector", "on"),
                Map.entry("log_directory", logs.toString()),
                Map.entry("log_filename", "postgres-%a.log"),
                Map.entry("log_truncate_on_rotation", "on"),
                Map.entry("log_rotation_age", "1d"),
                Map.entry("log_rotation_size", "0"));
    }

    private static void allowPasswordsOnly(Path data) {
        try {
            Files.writeString(data.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
        } catch (IOException notOurs) {
            throw new UncheckedIOException(notOurs);
        }
    }

    private static void checkVersion(Path data) {
        try {
            String found = Files.readString(data.resolve("PG_VERSION")).strip();
            if (!found.equals(MAJOR)) {
                throw new StartFailure(
                        "The data in " + data + " was written by PostgreSQL " + found + ", this is " + MAJOR,
                        "Move it with pg_dump and pg_restore, see docs/operating.md");
            }
        } catch (IOException damaged) {
            throw new StartFailure(
                    "The folder " + data + " is not a PostgreSQL data folder", "Restore it from a backup", damaged);
        }
    }

    /** PostgreSQL writes its own state into the eighth line of its pid file. */
    private static boolean accepts(Path data) {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
            return lines.size() >= 8 && lines.get(7).strip().equals("ready");
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void fastStop(Unprivileged unprivileged, Path binaries, Path data) {
        try {
            Process stop = new ProcessBuilder(unprivileged.command(List.of(
                            binaries.resolve("bin/pg_ctl").toString(),
                            "stop",
                            "--pgdata=" + data,
                            "--mode=fast",
                            "--wait",
                            "--timeout=" + STOP.toSeconds())))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .directory(new File("/"))
                    .start();
            stop.waitFor(STOP.toSeconds() + 5, TimeUnit.SECONDS);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run(List<String> command, Path log, String failure) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .directory(new File("/"))
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new StartFailure(failure + ": " + ChildProcess.lastWords(log), "See " + log);
            }
        } catch (InterruptedException stop) {
            ChildProcess.kill(process);
            Thread.currentThread().interrupt();
            throw new StartFailure(failure + ": interrupted", "Start again", stop);
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException remains) {
            throw new UncheckedIOException(remains);
        }
    }

    @Override
    public CompletableFuture<String> ended() {
        return child.ended();
    }

    public PostgresRoles roles() {
        return roles;
    }

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public void close() {
        child.stop(stopping, STOP);
    }
}
