package io.devicetrail.app.acceptance;

import static io.devicetrail.app.acceptance.Plant.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.app.instance.Staff;
import io.devicetrail.app.instance.TestIssuer;
import io.devicetrail.domain.authority.Role;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** An operator corrects the batch that an engineer mistyped, and quality approves of it; nobody else may. */
class CorrectionTest {
    private static final String MISTYPED = "B-71";

    private final Api api = Api.shared();

    @Test
    @Requirement({"11.10(e)", "Annex 11 s.8.2", "Annex 11 s.9"})
    void bothValuesStayVisibleAndTheCorrectionIsSigned() throws Exception {
        Plant plant = Plant.of(api, "corrected");
        String device = plant.registered(with(plant.device("C-1"), Map.of("batch", MISTYPED)));
        JsonNode entry = batchOf(plant, device);
        assertThat(entry.path("corrections")).isEmpty();

        JsonNode corrected = correct(Cast.OPERATOR.token(), plant, entry, MISTYPED, "B-17");
        assertThat(corrected.path("errors")).as("%s", corrected).isEmpty();
        JsonNode correction = corrected.path("correction");
        assertThat(correction.path("from").asString()).isEqualTo(MISTYPED);
        assertThat(correction.path("to").asString()).isEqualTo("B-17");
        assertThat(correction.path("by").asString()).isEqualTo("The operator");

        JsonNode now = batchOf(plant, device);
        assertThat(now.path("to").asString()).as("what was recorded stays").isEqualTo(MISTYPED);
        assertThat(now.path("corrections")).hasSize(1);
        assertThat(now.path("corrections").path(0).path("to").asString()).isEqualTo("B-17");
        assertThat(api.ask("device", Map.of("id", device)).path("batch").asString())
                .as("what the device is follows from the log as before")
                .isEqualTo(MISTYPED);

        assertThat(code(correct(Cast.ENGINEER.token(), plant, entry, MISTYPED, "B-18")))
                .isEqualTo("VALUE_NOT_AS_SEEN");
        assertThat(correct(Cast.ENGINEER.token(), plant, entry, "B-17", null).path("errors"))
                .isEmpty();
        assertThat(batchOf(plant, device).path("corrections")).hasSize(2);

        signed(plant, device, correction.path("id").asString());
        copied(plant, device, entry);
    }

    private void signed(Plant plant, String device, String correction) throws Exception {
        Map<String, Object> record = Map.of("kind", "CORRECTION", "id", correction);
        assertThat(policyOf(plant, device).isNull())
                .as("no policy, no signature")
                .isTrue();
        api.done(
                "setSignaturePolicy",
                Map.of(
                        "tenant",
                        plant.tenant(),
                        "kind",
                        "CORRECTION",
                        "steps",
                        List.of(Map.of("meaning", "APPROVAL")),
                        "reason",
                        "SOP 7"));
        assertThat(policyOf(plant, device).path("complete").asBoolean(true)).isFalse();
        Signer.of(api, "corrected", "quinn", Role.QUALITY_APPROVER).sign(record, "APPROVAL");
        JsonNode signatures = api.ask("signatures", Map.of("record", record, "after", api.head()));
        assertThat(signatures.path("state").asString()).isEqualTo("SIGNED");
        assertThat(signatures.at("/signatures/0/printedName").asString()).isEqualTo("The quinn");
        assertThat(policyOf(plant, device).path("complete").asBoolean()).isTrue();
    }

    /** How the first correction of the device's batch stands. */
    private JsonNode policyOf(Plant plant, String device) {
        return batchOf(plant, device).path("corrections").path(0).path("policy");
    }

    /** A reader of a copy finds the corrected entry by index and ordinal. */
    private void copied(Plant plant, String device, JsonNode entry) {
        HttpResponse<String> copy =
                api.get(Cast.AUDITOR, "/audit-export?format=jsonl&tenant=" + plant.tenant() + "&record=" + device);
        assertThat(copy.body()
                        .lines()
                        .map(Api.JSON::readTree)
                        .filter(line -> line.path("corrects")
                                .asString("")
                                .equals(entry.path("index").asString() + "/"
                                        + entry.path("ordinal").asString()))
                        .map(line -> line.path("to").asString("none")))
                .containsExactly("B-17", "none");
    }

    @Test
    @Requirement("11.10(g)")
    void whoMayNotCorrectThereIsRefused() {
        Plant plant = Plant.of(api, "uncorrected");
        Plant other = Plant.of(api, "uncorrected-other");
        String device = plant.registered(with(plant.device("C-1"), Map.of("batch", MISTYPED)));
        JsonNode entry = batchOf(plant, device);

        assertThat(code(correct(Cast.AUDITOR.token(), plant, entry, MISTYPED, "B-17")))
                .isEqualTo("NOT_AUTHORISED");
        assertThat(code(correct(operatorAtCork(plant), plant, entry, MISTYPED, "B-17")))
                .as("the device was registered at Basel")
                .isEqualTo("NOT_AUTHORISED");
        assertThat(code(correct(Cast.OPERATOR.token(), other, entry, MISTYPED, "B-17")))
                .as("an index of another tenant")
                .isEqualTo("ENTRY_UNKNOWN");
        assertThat(batchOf(plant, device).path("corrections")).isEmpty();
    }

    private String operatorAtCork(Plant plant) {
        String subject = "cork-operator";
        new Staff(api.graphql()).register(subject);
        Map<String, Object> grant = Map.of(
                "person",
                TestIssuer.person(subject).toString(),
                "tenant",
                plant.tenant(),
                "site",
                plant.cork(),
                "role",
                "operator",
                "trainingRecord",
                "TR 1",
                "reason",
                "Test");
        JsonNode granted =
                api.answer(Cast.PLATFORM_ADMINISTRATOR.token(), "mutations", "grantRole", Map.of("input", grant));
        assertThat(granted.at("/data/grantRole/errors")).as("%s", granted).isEmpty();
        return TestIssuer.shared().token(subject);
    }

    private JsonNode batchOf(Plant plant, String device) {
        JsonNode trail = api.answer(
                Cast.AUDITOR.token(),
                "questions",
                "correctedTrail",
                Map.of("tenant", plant.tenant(), "record", device, "after", api.head()));
        for (JsonNode edge : trail.at("/data/auditTrail/edges")) {
            JsonNode entry = edge.path("node");
            if (entry.path("field").asString().equals("batch")
                    && entry.path("corrects").isNull()) {
                return entry;
            }
        }
        throw new AssertionError("no entry of the batch: " + trail);
    }

    private JsonNode correct(String token, Plant plant, JsonNode entry, String expected, @Nullable String to) {
        Map<String, Object> input = new HashMap<>();
        input.put("tenant", plant.tenant());
        input.put("index", entry.path("index").asLong());
        input.put("ordinal", entry.path("ordinal").asInt());
        input.put("expectedValue", expected);
        input.put("newValue", to);
        input.put("reason", "misread from the label");
        JsonNode answer = api.answer(token, "mutations", "correctEntry", Map.of("input", input));
        assertThat(answer.path("errors")).as("%s", answer).isEmpty();
        return answer.at("/data/correctEntry");
    }

    private static String code(JsonNode payload) {
        return payload.at("/errors/0/code").asString();
    }
}
