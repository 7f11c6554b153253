package io.devicetrail.app.demo;

import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.signature.SignatureMeaning;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A signature as somebody gives it: they see the record, ask to sign what they saw, and prove at a page that it is they. */
final class DemoSignature {
    private static final Role SIGNER = Role.QUALITY_APPROVER;

    private final DemoPeople people;
    private final GraphQlClient api;

    DemoSignature(DemoPeople people, GraphQlClient api) {
        this.people = people;
        this.api = api;
    }

    void approval(Registration.Model model, Map<String, Object> figures) {
        Map<String, String> record = Map.of("kind", "DEVICE_MODEL_VERSION", "id", model.id() + ":" + model.version());
        JsonNode seen = Await.until(
                "the model's signatures shown",
                Demo.SOON,
                () -> api.ask(
                                SIGNER,
                                "query($record: SignableRecordInput!) { signatures(record: $record) { hash state } }",
                                Map.of("record", record))
                        .path("signatures"),
                found -> found.path("state").asString("").equals("UNSIGNED"));
        JsonNode asked = ask(Map.of(
                "record",
                record,
                "meaning",
                SignatureMeaning.APPROVAL.name(),
                "expectedHash",
                seen.path("hash").asString(),
                "reason",
                "Demo: the model is fit for the line"));
        people.sign(SIGNER, asked.path("confirmationUrl").asString());
        JsonNode signed = Await.until(
                "the model shown as signed",
                Demo.SOON,
                () -> api.ask(Role.AUDITOR, """
                                query($record: SignableRecordInput!) { signatures(record: $record) { state signatures {
                                  printedName signedAt zone offset meaning components hash position index } } }""", Map.of("record", record)).path("signatures"),
                found -> found.path("state").asString().equals("SIGNED"));
        JsonNode signature = signed.path("signatures").path(0);
        figures.put("signer", signature.path("printedName").asString());
        figures.put("meaning", signature.path("meaning").asString());
        figures.put(
                "signed",
                signature.path("signedAt").asString() + ", told in "
                        + signature.path("zone").asString() + " "
                        + signature.path("offset").asString());
        figures.put("by", signature.path("components").toString());
        figures.put("hash", signature.path("hash").asString());
        figures.put("record at log index", signature.path("position").asLong());
        figures.put("signature at log index", signature.path("index").asLong());
    }

    private JsonNode ask(Map<String, ?> input) {
        JsonNode payload = api.ask(
                        SIGNER,
                        "mutation($input: RequestSignatureInput!) { requestSignature(input: $input) { signing { id"
                                + " confirmationUrl } errors { code message } } }",
                        Map.of("input", input))
                .path("requestSignature");
        if (!payload.path("errors").isEmpty()) {
            throw new DemoFailure("the signature was refused: " + payload.path("errors"));
        }
        return payload.path("signing");
    }
}
