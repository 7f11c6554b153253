package io.devicetrail.app.export;

import io.devicetrail.audit.copy.ExportFailed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Has a copy made as a job of a running instance, and fetches it. What was asked for, and what was fetched of it, is kept
 * beside the folder that is to be: run again, whatever ended it before, it goes on from there. The folder appears under its
 * name when all of it is there and checked.
 */
public final class JobExport {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    /** Of looks and fetches one after the other that came to nothing, as after a restart of the server. */
    private static final int MOST_IN_VAIN = 60;

    private final JobServer server;

    public JobExport(HttpClient client, URI address, String token) {
        this.server = new JobServer(client, address, token);
    }

    /**
     * What to export.
     *
     * @param from earliest time of recording, inclusive, ISO 8601 with offset
     * @param to latest time of recording, exclusive, ISO 8601 with offset
     * @param folder to make
     * @param report whether a report for people is to be made too
     */
    public record Order(
            String tenant,
            @Nullable String record,
            @Nullable String from,
            @Nullable String to,
            Path folder,
            boolean report,
            String reason) {
        Map<String, Object> input(String key) {
            Map<String, Object> input = new LinkedHashMap<>();
            input.put("tenant", tenant);
            putIfGiven(input, "record", record);
            putIfGiven(input, "from", from);
            putIfGiven(input, "to", to);
            input.put("report", report);
            input.put("reason", reason);
            input.put("clientMutationId", key);
            return input;
        }

        private static void putIfGiven(Map<String, Object> input, String name, @Nullable String value) {
            if (value != null) {
                input.put(name, value);
            }
        }
    }

    /**
     * What was exported.
     *
     * @param job null where all of it was there already
     * @param exportedAt when it was asked for, ISO 8601
     * @param unproven why nothing proves it; null where something does
     */
    public record Outcome(
            Path folder,
            @Nullable String job,
            String exportedAt,
            List<Path> files,
            @Nullable String unproven) {
        private static Outcome of(@Nullable String job, FinishedCopy copy) throws IOException {
            return new Outcome(copy.folder(), job, copy.exportedAt(), copy.files(), copy.unproven());
        }
    }

    /** Is told what is being waited for, or fetched, and how far that is. */
    @FunctionalInterface
    public interface Progress {
        void at(String what, String figures);
    }

    /**
     * @throws ExportFailed with a line for a person
     * @throws InterruptedException if the thread is interrupted; it can be gone on with
     */
    public Outcome run(Order order, Progress progress) throws ExportFailed, InterruptedException {
        try {
            Optional<FinishedCopy> there = FinishedCopy.of(order);
            if (there.isPresent()) {
                return Outcome.of(null, there.get());
            }
            try (JobPlace place = JobPlace.of(order)) {
                String job = job(order, place);
                fetch(order, made(job, place, progress), place, progress);
                place.moveIntoPlace();
                return Outcome.of(job, FinishedCopy.in(order.folder()));
            }
        } catch (ExportFailed e) {
            throw e;
        } catch (IOException | JacksonException e) {
            throw new ExportFailed("the export failed, run the same command again to go on: " + e.getMessage(), e);
        }
    }

    /** The key is kept before it is used: asked for twice after a kill, it is the same job. */
    private String job(Order order, JobPlace place) throws IOException, InterruptedException {
        String known = place.job();
        if (known != null) {
            return known;
        }
        String key = place.key(() -> UUID.randomUUID().toString());
        String job = server.request(order.input(key));
        place.job(job);
        return job;
    }

    /** Its files, when it is made. */
    private List<JsonNode> made(String job, JobPlace place, Progress progress)
            throws IOException, InterruptedException {
        int inVain = 0;
        while (true) {
            try {
                JsonNode seen = server.job(job);
                inVain = 0;
                String state = seen.path("state").asString("");
                if (state.equals("MADE")) {
                    List<JsonNode> files = new ArrayList<>();
                    seen.required("files").forEach(files::add);
                    return files;
                }
                if (!state.equals("REQUESTED")) {
                    place.forget();
                    throw new ExportFailed("export job " + job + " is " + state + ": "
                            + seen.path("detail").asString("run the same command again to ask for another"));
                }
                progress.at("export job " + job, figures(seen.path("progress")));
            } catch (ExportFailed e) {
                throw e;
            } catch (IOException e) {
                inVain = again(inVain, e);
            }
            rest();
        }
    }

    private static String figures(JsonNode progress) {
        if (!progress.isObject()) {
            return "asked for";
        }
        String waitsFor = progress.path("waitsFor").asString("");
        return waitsFor.isEmpty()
                ? progress.path("eventsRead").asLong() + " of "
                        + progress.path("events").asLong() + " events, "
                        + progress.path("bytes").asLong() / 1024 + " KiB"
                : "it waits for " + waitsFor;
    }

    private void fetch(Order order, List<JsonNode> files, JobPlace place, Progress progress)
            throws IOException, InterruptedException {
        String job = place.job();
        for (JsonNode listed : files) {
            ListedFile file = ListedFile.of(listed);
            int inVain = 0;
            while (!place.has(file)) {
                long before = place.fetched(file);
                try {
                    server.fetch(
                            order.tenant(),
                            String.valueOf(job),
                            file,
                            place,
                            bytes -> progress.at(file.name(), bytes / 1024 + " KiB"));
                    place.check(file);
                } catch (ExportFailed e) {
                    throw e;
                } catch (IOException e) {
                    inVain = again(place.fetched(file) > before ? 0 : inVain, e);
                    rest();
                }
            }
        }
    }

    private static int again(int inVain, IOException why) throws IOException {
        if (inVain + 1 >= MOST_IN_VAIN) {
            throw why;
        }
        return inVain + 1;
    }

    private static void rest() throws InterruptedException {
        LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
