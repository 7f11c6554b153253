package io.devicetrail.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.audit.copy.check.CopyVerdict;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code verify --json} says of an exported folder. */
class VerifiedCopyTest {
    @Test
    void aCopyUnderItsOwnKeysAloneIsNotOk() {
        JsonNode said = said(null, false);
        assertThat(said.path("ok").asBoolean()).isTrue();

        JsonNode own = said("its keys are its own", true);
        assertThat(own.path("ok").asBoolean()).isFalse();
        assertThat(own.path("keys").asString()).isEqualTo("of the copy");
        assertThat(own.path("unproven").asString()).isEqualTo("its keys are its own");
    }

    @Test
    void filesThatAreNotProvenAreNotAmongWhatWasChecked() {
        JsonNode said = said(null, false);
        assertThat(said.path("checked")).hasSize(1);
        assertThat(said.path("onTrust")).singleElement().satisfies(file -> {
            assertThat(file.path("file").asString()).isEqualTo("report.pdf");
            assertThat(file.path("why").asString()).isEqualTo("not proven");
        });
    }

    private static JsonNode said(@Nullable String unproven, boolean ownKeys) {
        CopyVerdict verdict = new CopyVerdict(
                List.of("all"),
                List.of(),
                List.of(new CopyVerdict.OnTrust("report.pdf", "not proven")),
                unproven,
                ownKeys);
        PrintStream before = System.out;
        ByteArrayOutputStream caught = new ByteArrayOutputStream();
        System.setOut(new PrintStream(caught, true, StandardCharsets.UTF_8));
        try {
            VerifyReport.copy(verdict, true);
        } finally {
            System.setOut(before);
        }
        return JsonMapper.builder().build().readTree(caught.toString(StandardCharsets.UTF_8));
    }
}
