package io.devicetrail.audit.job;

import io.devicetrail.domain.exportjob.ExportJobFailure;
import io.devicetrail.domain.exportjob.ExportJobFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is kept of one job: what was asked for, its files, and what came of it. <i>Crash:</i> each of these is there whole
 * or not at all; a folder without an order, or one that is being deleted, goes at the next start. One with an order that
 * cannot be read may have files that were made, and is left alone.
 */
record JobFolder(Path path) {
    private static final Logger LOG = LoggerFactory.getLogger(JobFolder.class);
    private static final String GONE = ".gone";
    private static final String ORDER = "order.json";
    private static final String MADE = "made.json";
    private static final String FAILED = "failed.json";
    private static final String TOLD = "told.json";
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    /** What was made, and when, by the server's clock. */
    record Made(long entries, List<ExportJobFile> files, Instant at) {}

    /** That it came to nothing. */
    record Failed(ExportJobFailure why) {}

    /** That the log knows it. */
    record Told(Instant at) {}

    /** All that have an order, of a folder that only the owner may enter. */
    static List<JobFolder> in(Path root) throws IOException {
        Files.createDirectories(root);
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
        List<JobFolder> jobs = new ArrayList<>();
        try (Stream<Path> folders = Files.list(root)) {
            for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                JobFolder job = new JobFolder(folder);
                if (folder.toString().endsWith(GONE) || Files.notExists(folder.resolve(ORDER))) {
                    job.deleteLeftOver();
                } else {
                    jobs.add(job);
                }
            }
        }
        return jobs;
    }

    Optional<ExportOrder> order() throws IOException {
        return read(ORDER, ExportOrder.class);
    }

    Optional<Made> made() throws IOException {
        return read(MADE, Made.class);
    }

    Optional<Failed> failed() throws IOException {
        return read(FAILED, Failed.class);
    }

    boolean told() throws IOException {
        return read(TOLD, Told.class).isPresent();
    }

    void write(ExportOrder order) throws IOException {
        Files.createDirectories(path);
        write(ORDER, order);
        sync(Objects.requireNonNull(path.toAbsolutePath().getParent()), StandardOpenOption.READ);
    }

    void write(Made made) throws IOException {
        write(MADE, made);
    }

    void write(Failed failed) throws IOException {
        write(FAILED, failed);
    }

    void write(Told told) throws IOException {
        write(TOLD, told);
    }

    /** Not there any more under its name, whatever becomes of the files. */
    void delete() throws IOException {
        if (Files.exists(path)) {
            Path gone = path.resolveSibling(path.getFileName() + GONE);
            Files.move(path, gone, StandardCopyOption.ATOMIC_MOVE);
            new JobFolder(gone).deleteAll();
        }
    }

    private void deleteLeftOver() {
        try {
            deleteAll();
        } catch (IOException e) {
            LOG.warn("{} is left over, and could not be deleted", path, e);
        }
    }

    private void deleteAll() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** One that cannot be read is none. */
    private <T> Optional<T> read(String name, Class<T> type) throws IOException {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(path.resolve(name)), type));
        } catch (NoSuchFileException | JacksonException none) {
            return Optional.empty();
        }
    }

    private void write(String name, Object content) throws IOException {
        Path fresh = path.resolve(name + ".new");
        Files.write(fresh, JSON.writeValueAsBytes(content));
        sync(fresh, StandardOpenOption.WRITE);
        Files.move(fresh, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        sync(path, StandardOpenOption.READ);
    }

    private static void sync(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }
}
