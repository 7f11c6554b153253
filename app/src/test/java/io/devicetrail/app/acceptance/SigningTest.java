package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.acceptance.Visitor.Page;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.domain.authority.Role;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A quality approver of the installation's own signs a version of a device model, from the API to the log. */
@Requirement({"11.50(a)", "11.50(b)", "11.70", "11.200(a)(1)"})
class SigningTest {
    private final Api api = Api.shared();

    @Test
    void whatWasSeenIsSignedAtThePageAndShownInTheTrail() throws Exception {
        JsonNode model = api.done(
                        "publishDeviceModelVersion",
                        Map.of(
                                "tenant",
                                "commons",
                                "manufacturer",
                                "Signers",
                                "name",
                                "S-1",
                                "version",
                                1,
                                "heartbeatSeconds",
                                30))
                .path("deviceModel");
        Map<String, Object> record = Map.of(
                "kind",
                "DEVICE_MODEL_VERSION",
                "id",
                model.path("deviceModelId").asString() + ":1");
        JsonNode unsigned = api.ask("signatures", Map.of("record", record, "after", api.head()));
        assertThat(unsigned.path("state").asString()).isEqualTo("UNSIGNED");
        Map<String, Object> input = Map.of(
                "record",
                record,
                "meaning",
                "APPROVAL",
                "reason",
                "reviewed by the book",
                "expectedHash",
                unsigned.path("hash").asString());

        Signer signer = Signer.named("Sig Natory", api, "commons", "sig.natory", Role.QUALITY_APPROVER);
        JsonNode signing = signer.mutate("requestSignature", input).path("signing");
        assertThat(signing.path("state").asString()).isEqualTo("WAITING");
        Page page = signer.open(signing.path("confirmationUrl").asString());
        assertThat(page.body())
                .contains("Sig Natory", "APPROVAL", unsigned.path("hash").asString(), "name=\"code\"");
        assertThat(signer.giveWrong(page).status()).isEqualTo(401);
        Page signed = signer.give(page);
        assertThat(signed.status()).as("%s", signed.body()).isEqualTo(200);
        assertThat(signer.ask("signing", Map.of("id", signing.path("id").asString()))
                        .path("state")
                        .asString())
                .isEqualTo("SIGNED");

        JsonNode after = api.ask("signatures", Map.of("record", record, "after", api.head()));
        assertThat(after.path("state").asString()).isEqualTo("SIGNED");
        JsonNode signature = after.path("signatures").path(0);
        assertThat(signature.path("printedName").asString()).isEqualTo("Sig Natory");
        assertThat(signature.path("components").toString()).isEqualTo("[\"pwd\",\"otp\"]");
        assertThat(signer.mutate("requestSignature", input).at("/errors/0/code").asString())
                .isEqualTo("ALREADY_SIGNED");
        assertThat(api.auditTrail("commons", model.path("deviceModelId").asString()))
                .extracting(edge -> edge.path("node").path("event").asString())
                .contains("signature.RecordSigned");

        api.done(
                "deprecateDeviceModelVersion",
                Map.of("deviceModel", model.path("deviceModelId").asString(), "version", 1, "reason", "superseded"));
        assertThat(api.ask("signatures", Map.of("record", record, "after", api.head()))
                        .path("state")
                        .asString())
                .isEqualTo("CHANGED_SINCE");
        assertThat(signer.mutate("requestSignature", input).at("/errors/0/code").asString())
                .isEqualTo("RECORD_CHANGED");
        assertThat(api.answer(Cast.OPERATOR.token(), "mutations", "requestSignature", Map.of("input", reviewed(record)))
                        .at("/data/requestSignature/errors/0/code")
                        .asString())
                .as("of an outside issuer")
                .isEqualTo("SIGNS_ELSEWHERE");
    }

    private Map<String, Object> reviewed(Map<String, Object> record) {
        JsonNode now = api.ask("signatures", Map.of("record", record));
        return Map.of(
                "record",
                record,
                "meaning",
                "REVIEW",
                "reason",
                "looked at",
                "expectedHash",
                now.path("hash").asString());
    }
}
