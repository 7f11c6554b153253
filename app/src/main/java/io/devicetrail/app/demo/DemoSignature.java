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
        JsonNode signature = approve(
                "DEVICE_MODEL_VERSION", model.id() + ":" + model.version(), "Demo: the model is fit for the line");
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

    /** The last signature under the record, which is the one that was given. */
    JsonNode approve(String kind, String id, String reason) {
        Map<String, String> record = Map.of("kind", kind, "id", id);
        JsonNode seen = Await.until(
                "the record's signatures shown",
                Demo.SOON,
                () -> api.ask(
                                SIGNER,
                                "query($record: SignableRecordInput!) { signatures(record: $record) { hash state } }",
                                Map.of("record", record))
                        .path("signatures"),
                found -> !found.path("state").asString("").isEmpty()
                        && !found.path("state").asString("").equals("SIGNED"));
        JsonNode asked = ask(Map.of(
                "record",
                record,
                "meaning",
                SignatureMeaning.APPROVAL.name(),
                "expectedHash",
                seen.path("hash").asString(),
                "reason",
                reason));
        people.sign(SIGNER, asked.path("confirmationUrl").asString());
        JsonNode signatures = Await.until(
                        "the record shown as signed",
                        Demo.SOON,
                        () -> api.ask(Role.AUDITOR, """
                                query($record: SignableRecordInput!) { signatures(record: $record) { state signatures {
                                  printedName signedAt zone offset meaning components hash position index } } }""", Map.of("record", record))
                                .path("signatures"),
                        found -> found.path("state").asString().equals("SIGNED"))
                .path("signatures");
        return signatures.path(signatures.size() - 1);
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
