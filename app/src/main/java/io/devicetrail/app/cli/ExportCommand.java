package io.devicetrail.app.cli;

import io.devicetrail.app.export.JobExport;
import io.devicetrail.audit.copy.ExportFailed;
import io.devicetrail.audit.copy.ExportRun;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "export",
        description =
                "Copies the audit trail of a tenant, a record or a period, as CSV and JSON Lines, with a signed manifest and"
                        + " the ledger's proof.",
        mixinStandardHelpOptions = true,
        footer =
                "Times are ISO 8601 with offset, such as 2026-11-20T00:00:00Z. docs/audit-export.md describes the files.")
final class ExportCommand implements Callable<Integer> {
    @Mixin
    private HomeOptions options = new HomeOptions();

    @Mixin
    private AccessToken token = new AccessToken();

    @Option(names = "--tenant", required = true, description = "The tenant's short name.")
    private String tenant = "";

    @Option(
            names = {"--device", "--record"},
            paramLabel = "ID",
            description = "Only the trail of this device (or site, model, tenant); of a rollout, with its report.")
    private @Nullable String record;

    @Option(names = "--since", paramLabel = "TIME", description = "Recorded at this time or later.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Recorded before this time.")
    private @Nullable String until;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Folder to make. Without --job it must not exist.")
    private Path out = Path.of("");

    @Option(
            names = "--pdf",
            paramLabel = "REASON",
            description = "Adds report.pdf, for people to read; it says who asked for it, and this as the reason.")
    private @Nullable String reportReason;

    @Option(
            names = "--job",
            paramLabel = "REASON",
            description =
                    "Has it made in the background, for this reason. Ended in whatever way, the same command goes on;"
                            + " when all is there it says so.")
    private @Nullable String jobReason;

    @Option(names = "--json", description = "Print one object instead of lines.")
    private boolean json;

    @Override
    public Integer call() {
        try (ConsoleProgress progress = new ConsoleProgress(System.err, !json && ConsoleProgress.onTerminal())) {
            return Running.with(options, progress, http -> export(http, token.of(http), progress));
        }
    }

    private int export(URI http, String who, ConsoleProgress progress) {
        return jobReason == null ? exportNow(http, who, progress) : exportAsJob(http, who, jobReason, progress);
    }

    private int exportAsJob(URI http, String who, String reason, ConsoleProgress progress) {
        if (reportReason != null && !reportReason.equals(reason)) {
            System.err.println("devicetrail: a job has one reason: give --pdf the same as --job");
            return 2;
        }
        JobExport.Order order = new JobExport.Order(
                tenant, record, since, until, out.toAbsolutePath().normalize(), reportReason != null, reason);
        try (HttpClient client = HttpClient.newHttpClient()) {
            JobExport.Outcome outcome = new JobExport(client, http, who).run(order, progress::waiting);
            if (json) {
                Map<String, Object> answer = new LinkedHashMap<>();
                answer.put("ok", true);
                answer.put("folder", outcome.folder().toString());
                answer.put("job", outcome.job());
                answer.put("exportedAt", outcome.exportedAt());
                answer.put("files", outcome.files().stream().map(Path::toString).toList());
                answer.put("unproven", outcome.unproven());
                System.out.println(JsonMapper.builder().build().writeValueAsString(answer));
            } else {
                System.out.println(
                        outcome.job() == null
                                ? outcome.folder() + " is there already, asked for at " + outcome.exportedAt()
                                : "made by export job " + outcome.job());
                outcome.files().forEach(System.out::println);
                if (outcome.unproven() != null) {
                    System.err.println("devicetrail: the copy is without proof: " + outcome.unproven());
                }
            }
            return 0;
        } catch (ExportFailed e) {
            System.err.println("devicetrail: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            System.err.println("devicetrail: interrupted; the same command goes on");
            return 1;
        }
    }

    private int exportNow(URI http, String who, ConsoleProgress progress) {
        ExportRun.Order order =
                new ExportRun.Order(http, tenant, record, since, until, out.toAbsolutePath(), reportReason);
        try (HttpClient client = HttpClient.newHttpClient()) {
            ExportRun.Outcome outcome = new ExportRun(client, who)
                    .run(order, (file, bytes) -> progress.waiting(file, bytes / 1024 + " KiB"));
            if (json) {
                Map<String, Object> answer = new LinkedHashMap<>();
                answer.put("ok", true);
                answer.put("folder", outcome.folder().toString());
                answer.put("logHead", outcome.head());
                answer.put("entries", outcome.entries());
                answer.put("files", outcome.files().stream().map(Path::toString).toList());
                answer.put("exports", outcome.exports());
                answer.put("unproven", outcome.unproven());
                System.out.println(JsonMapper.builder().build().writeValueAsString(answer));
            } else {
                System.out.println(outcome.entries() + " entries, made from the log up to event " + outcome.head());
                outcome.files().forEach(System.out::println);
                outcome.exports()
                        .forEach((file, export) -> System.out.println(file + " is on record as export " + export));
                if (outcome.unproven() != null) {
                    System.err.println("devicetrail: the copy is without proof: " + outcome.unproven());
                }
            }
            return 0;
        } catch (ExportFailed e) {
            System.err.println("devicetrail: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            System.err.println("devicetrail: interrupted; nothing was left behind");
            return 1;
        }
    }
}
