package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.devicemodel.DeviceModelEvent.DeviceModelVersionDeprecated;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.test.annotation.DirtiesContext;

@QuerySideInstance
@Requirement({"11.50(b)", "11.70"})
@DirtiesContext // its log goes on where others' ends
@NullUnmarked // what is missing fails the test anyway
class SignaturesTest {
    @Autowired
    LogOfTests log;

    @Autowired
    GraphQlTester graphql;

    @BeforeEach
    void history() {
        if (log.head() < 0) {
            History.write(log);
            log.project(0);
        }
    }

    @Test
    void aRecordShowsWhoSignedItWhenAndAsWhat() {
        Map<String, Object> signed = signatures(2);
        assertThat(signed).containsEntry("state", "SIGNED").containsEntry("position", 4L);
        assertThat(signed.get("signatures").toString())
                .contains(
                        "printedName=Bea K.",
                        "meaning=APPROVAL",
                        "signedAt=2026-11-20T10:",
                        "zone=Europe/Zurich",
                        "offset=+01:00",
                        "components=[pwd, otp]");
    }

    @Test
    void whatHappenedSinceLeavesItUnsignedUntilItIsSignedAgain() {
        assertThat(signatures(1)).containsEntry("state", "CHANGED_SINCE");
        long published = log.append(History.published(3), History.ADA, "acme");
        log.project(published);
        assertThat(state()).isEqualTo("UNSIGNED");
        log.append(History.signed(History.PT100, 3, published, History.BEA, "Bea K."), History.ADA, "acme");
        log.project(published + 1);
        assertThat(state()).isEqualTo("SIGNED");
        log.append(new DeviceModelVersionDeprecated(History.PT100, 3), History.ADA, "acme");
        log.project(published + 2);
        assertThat(state()).isEqualTo("CHANGED_SINCE");
        assertThat(signatures(3)).containsEntry("state", "CHANGED_SINCE");
    }

    @Test
    void whatIsNotThereHasNoSignatures() {
        ask(9).path("signatures").valueIsNull();
    }

    private Map<String, Object> signatures(int version) {
        return ask(version)
                .path("signatures")
                .entity(new ParameterizedTypeReference<Map<String, Object>>() {})
                .get();
    }

    private GraphQlTester.Response ask(int version) {
        return graphql.document("""
                        { signatures(record: {kind: DEVICE_MODEL_VERSION, id: "%s:%d"}) {
                            state hash position
                            signatures { printedName meaning signedAt zone offset components }
                        } }""".formatted(History.PT100, version)).execute();
    }

    private String state() {
        return graphql.document("{ deviceModel(id: \"%s\", version: 3) { signatureState } }".formatted(History.PT100))
                .execute()
                .path("deviceModel.signatureState")
                .entity(String.class)
                .get();
    }
}
