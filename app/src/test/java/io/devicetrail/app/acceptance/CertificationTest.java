package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.instance.Cast;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** An agency is told that a tenant's electronic signatures bind, and that it was told is on record. */
class CertificationTest {
    private static final Map<String, Object> LETTER = Map.of(
            "tenant", "commons", "agency", "FDA", "document", "DOC-4711", "reason", "before the first signature");

    private final Api api = Api.shared();

    @Test
    @Requirement("11.100(c)")
    void qualityPutsTheLetterOnRecordAndNobodyElseDoes() {
        assertThat(api.answer(Cast.ENGINEER.token(), "mutations", "certifySignatures", Map.of("input", LETTER))
                        .at("/data/certifySignatures/errors/0/code")
                        .asString())
                .isEqualTo("NOT_AUTHORISED");

        Map<String, Object> silent = new HashMap<>(LETTER);
        silent.put("reason", "-");
        assertThat(api.refused("certifySignatures", silent)).isEqualTo("REASON_MISSING");

        JsonNode told = api.done("certifySignatures", LETTER);
        assertThat(told.at("/tenant/signatureCertifications/0/agency").asString())
                .isEqualTo("FDA");
        assertThat(told.at("/tenant/signatureCertifications/0/document").asString())
                .isEqualTo("DOC-4711");
        assertThat(api.refused("certifySignatures", LETTER)).isEqualTo("SIGNATURES_ALREADY_CERTIFIED");
        assertThat(api.auditTrail("commons", "commons"))
                .extracting(edge -> edge.path("node").path("event").asString())
                .contains("tenant.SignaturesCertified");
    }
}
