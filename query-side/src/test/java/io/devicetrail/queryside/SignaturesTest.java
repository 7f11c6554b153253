package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.devicemodel.DeviceModelEvent.DeviceModelVersionDeprecated;
import java.util.Map;
import java.util.function.Predicate;
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
    @Requirement("PI 041")
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

    /** The state is of the version that is shown, however far behind the read model of signatures is. */
    @Test
    void aVersionThatIsShownDeprecatedIsNotShownSignedAsItWas() {
        long published = log.append(History.published(4), History.ADA, "acme");
        log.append(History.signed(History.PT100, 4, published, History.BEA, "Bea K."), History.ADA, "acme");
        log.project(published);
        assertThat(versionFour()).as("the control").isEqualTo("{deprecated=false, signatureState=SIGNED}");
        long deprecated = log.append(new DeviceModelVersionDeprecated(History.PT100, 4), History.ADA, "acme");
        projectWhere(name -> !name.equals("read-signatures"), deprecated);
        assertThat(versionFour()).isEqualTo("{deprecated=true, signatureState=CHANGED_SINCE}");
        projectWhere("read-signatures"::equals, deprecated);
        assertThat(versionFour()).isEqualTo("{deprecated=true, signatureState=CHANGED_SINCE}");
    }

    private void projectWhere(Predicate<String> name, long from) {
        log.readModels().stream()
                .filter(model -> name.test(model.name()))
                .forEach(model -> log.project(model, from, log.head() + 1));
    }

    private String versionFour() {
        return graphql.document("{ deviceModel(id: \"%s\", version: 4) { deprecated signatureState } }"
                        .formatted(History.PT100))
                .execute()
                .path("deviceModel")
                .entity(new ParameterizedTypeReference<Map<String, Object>>() {})
                .get()
                .toString();
    }

    @Test
    @Requirement("11.10(a)")
    void aRecordThatIsTooLongToSignIsSaidToBe() {
        QuerySideOfTests.TOO_LONG.add(History.PT100 + ":2");
        try {
            ask(2).errors()
                    .satisfy(errors -> assertThat(errors)
                            .singleElement()
                            .satisfies(error ->
                                    assertThat(error.getExtensions()).containsEntry("code", "RECORD_TOO_LONG")));
        } finally {
            QuerySideOfTests.TOO_LONG.clear();
        }
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
