package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.cli.CommandLineInterface;
import io.devicetrail.app.instance.Cast;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A copy that is made in the background, from the request to the check of what was fetched. */
class ExportJobTest {
    private final Api api = Api.shared();

    @Test
    @Requirement({"11.10(b)", "11.10(d)", "Annex 11 draft 12.1"})
    void aJobMakesAProvenCopyForItsTenantAloneAndWhatIsFetchedIsOnRecord(@TempDir Path folder) throws IOException {
        Plant plant = Plant.of(api, "jobbed");
        Plant.of(api, "unjobbed");
        String device = plant.registered("J-1");
        Path copy = folder.resolve("copy");

        assertThat(export(copy, device)).isZero();
        assertThat(export(copy, device)).as("it is there").isZero();

        assertThat(copy.resolve("report.pdf")).exists();
        Path keys = folder.resolve("keys");
        Files.writeString(keys, api.get("/ledger/key").body());
        assertThat(CommandLineInterface.run("verify", copy.toString(), "--key", keys.toString()))
                .isZero();
        JsonNode job = api.ask("exportJobs", Map.of("tenant", "jobbed", "after", api.head()))
                .at("/edges/0/node");
        assertThat(job.path("state").asString()).isEqualTo("MADE");
        String id = job.path("exportJobId").asString();
        assertThat(api.ask("exportJob", Map.of("id", id)).path("reason").asString())
                .isEqualTo("Inspection of J-1");
        String csv = "/export-jobs/" + id + "/files/audit-trail.csv?tenant=";
        HttpResponse<String> again = api.get(Cast.AUDITOR, csv + "jobbed");
        assertThat(again.body()).isEqualTo(Files.readString(copy.resolve("audit-trail.csv")));
        assertThat(api.get(Cast.OPERATOR, csv + "jobbed").statusCode()).isEqualTo(403);
        assertThat(api.get(Cast.AUDITOR, csv + "unjobbed").statusCode()).isEqualTo(404);
        assertThat(fetchedFormats())
                .as("once each, however often they are fetched")
                .containsExactlyInAnyOrder("csv", "jsonl", "ledger-entries", "pdf");
    }

    private List<String> fetchedFormats() {
        List<String> formats = new ArrayList<>();
        for (JsonNode edge : api.auditTrail("jobbed", null)) {
            JsonNode entry = edge.path("node");
            if (entry.path("recordType").asString().equals("audit export")
                    && entry.path("field").asString().equals("format")) {
                formats.add(entry.path("to").asString());
            }
        }
        return formats;
    }

    private int export(Path out, String device) {
        return CommandLineInterface.run(
                "export",
                "--home",
                api.instance().home().toString(),
                "--tenant",
                "jobbed",
                "--device",
                device,
                "--job",
                "Inspection of J-1",
                "--pdf",
                "Inspection of J-1",
                "--out",
                out.toString(),
                "--token-file",
                Cast.AUDITOR.tokenFile());
    }
}
