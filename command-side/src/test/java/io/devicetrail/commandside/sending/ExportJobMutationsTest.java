package io.devicetrail.commandside.sending;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobCancelled;
import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobRequested;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** An export job on its way from the API to the log. */
@SpringBootTest(
        classes = CommandSideUnderTest.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "axon.update-check.disabled=true")
class ExportJobMutationsTest {
    @LocalServerPort
    private int port;

    @Autowired
    private LogInMemory log;

    @Autowired
    private TestPeople people;

    private GraphQlOverHttp api;
    private TenantId tenant;

    @BeforeEach
    void aTenant() {
        api = new GraphQlOverHttp(port);
        tenant = new TenantId("t" + UUID.randomUUID().toString().substring(0, 8));
        people.revokeAll();
        create();
    }

    private void create() {
        people.grantAll(tenant.value());
        assertThat(code("createTenant", "tenant: \"%s\", name: \"Acme\"".formatted(tenant)))
                .isEqualTo("done");
    }

    @Test
    void whileTooManyWaitOneMoreIsRefused() {
        tenant = new TenantId("full" + tenant.value());
        create();
        assertThat(request("")).isEqualTo("EXPORT_QUEUE_FULL [\"tenant\"]");
        people.revokeAll();
        people.grant(new TenantId("elsewhere"), Role.AUDITOR);
        assertThat(request("")).as("no word of it to others").isEqualTo("TENANT_UNKNOWN [\"tenant\"]");
    }

    @Test
    @Requirement({"11.10(e)", "11.10(b)"})
    void aJobIsAskedForAndGivenUpByANamedPersonWithAReason() {
        UUID record = UUID.randomUUID();
        assertThat(request(", record: \"%s\", from: \"2026-11-01T00:00:00Z\", last: 7, upTo: 0, report: true"
                        .formatted(record.toString().toUpperCase(Locale.ROOT))))
                .isEqualTo("done");
        assertThat(log.last().getPayload()).isInstanceOfSatisfying(ExportJobRequested.class, e -> {
            assertThat(e.tenant()).isEqualTo(tenant);
            assertThat(e.scope().record()).isEqualTo(record.toString());
            assertThat(e.scope().from()).isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
            assertThat(e.scope().last()).isEqualTo(7);
            assertThat(e.upTo()).isZero();
            assertThat(e.report()).isTrue();
        });
        assertThat(log.last().getMetaData())
                .containsEntry(Metadata.TENANT, tenant.value())
                .containsEntry(Metadata.REASON, "inspection");
        String job = log.last().getAggregateIdentifier();
        assertThat(cancel(job, "not now")).isEqualTo("done");
        assertThat(log.last().getPayload()).isInstanceOf(ExportJobCancelled.class);
        assertThat(cancel(job, "not now")).isEqualTo("EXPORT_JOB_OVER [\"job\"]");
    }

    @Test
    void theSameKeyIsTheSameJob() {
        String key = ", clientMutationId: \"" + UUID.randomUUID() + "\"";
        assertThat(request(key)).isEqualTo("done");
        long head = log.head();
        assertThat(request(key)).isEqualTo("done");
        assertThat(log.head()).isEqualTo(head);
        assertThat(request(key + ", report: true")).isEqualTo("IDEMPOTENCY_KEY_REUSED [\"clientMutationId\"]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ", record: \"pump\" | MALFORMED_INPUT [\"record\"]",
                ", upTo: 1000000 | MALFORMED_INPUT [\"upTo\"]",
                ", first: 2, last: 1 | MALFORMED_INPUT [\"last\"]"
            })
    void aRefusalNamesTheInputThatItIsAbout(String more, String refusal) {
        assertThat(request(more)).isEqualTo(refusal);
    }

    @Test
    void withoutAReasonThereIsNone() {
        assertThat(code("requestExportJob", "tenant: \"%s\", reason: \" \"".formatted(tenant)))
                .isEqualTo("REASON_MISSING [\"reason\"]");
        assertThat(cancel(UUID.randomUUID().toString(), "why")).isEqualTo("EXPORT_JOB_UNKNOWN [\"job\"]");
    }

    @Test
    @Requirement({"11.10(d)", "11.10(g)"})
    void itTakesARoleThatReadsTheWholeTrail() {
        assertThat(request("")).isEqualTo("done");
        String job = log.last().getAggregateIdentifier();
        people.revokeAll();
        people.grant(tenant, Role.OPERATOR);
        assertThat(request("")).isEqualTo("NOT_AUTHORISED []");
        people.revokeAll();
        people.grantAt(tenant, new SiteId(UUID.randomUUID()), Role.AUDITOR);
        assertThat(request("")).isEqualTo("NOT_AUTHORISED []");
        people.revokeAll();
        people.grant(new TenantId("elsewhere"), Role.AUDITOR);
        assertThat(request("")).isEqualTo("TENANT_UNKNOWN [\"tenant\"]");
        assertThat(cancel(job, "why")).isEqualTo("EXPORT_JOB_UNKNOWN [\"job\"]");
        people.revokeAll();
        people.grant(tenant, Role.AUDITOR);
        assertThat(request("")).as("the control").isEqualTo("done");
    }

    private String request(String more) {
        return code("requestExportJob", "tenant: \"%s\", reason: \"inspection\"%s".formatted(tenant, more));
    }

    private String cancel(String job, String reason) {
        return code("cancelExportJob", "job: \"%s\", reason: \"%s\"".formatted(job, reason));
    }

    /** {@code done}, or the code with the path. */
    private String code(String mutation, String input) {
        JsonNode answer = api.ask(
                "mutation { %s(input: {%s}) { position errors { code message path } } }".formatted(mutation, input),
                Map.of());
        JsonNode payload = answer.at("/data/" + mutation);
        assertThat(payload.isObject()).as(answer.toString()).isTrue();
        JsonNode error = payload.at("/errors/0");
        return error.isMissingNode() ? "done" : error.path("code").asString() + " " + error.path("path");
    }
}
