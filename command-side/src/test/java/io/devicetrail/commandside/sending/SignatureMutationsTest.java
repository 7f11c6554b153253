package io.devicetrail.commandside.sending;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.authority.AuthorityEvent.OperationDenied;
import io.devicetrail.domain.authority.Duty;
import io.devicetrail.domain.authority.GrantedRole;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.signature.RecordVersions;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureCommand.Sign;
import io.devicetrail.domain.signature.SignatureEvent.RecordSigned;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.JsonNode;

/** Asking for a signature changes nothing, carries no proof, and refuses at once what could not be signed. */
@SpringBootTest(
        classes = {CommandSideUnderTest.class, SignatureMutationsTest.Keeper.class},
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "axon.update-check.disabled=true")
class SignatureMutationsTest {
    static class Keeper {
        @Bean
        SigningsInMemory signings() {
            return new SigningsInMemory();
        }
    }

    private static final TenantId ACME = new TenantId("acme");

    @LocalServerPort
    private int port;

    @Autowired
    private LogInMemory log;

    @Autowired
    private TestPeople people;

    @Autowired
    private SigningsInMemory signings;

    @Autowired
    private RecordVersions versions;

    @Autowired
    private CommandGateway commands;

    private GraphQlOverHttp api;
    private SignableRecord record;
    private String hash;

    @BeforeEach
    void aModelIsPublished() {
        api = new GraphQlOverHttp(port);
        people.revokeAll();
        people.grantAll("acme");
        people.actAs(TestPeople.BEN);
        signings.forget();
        String name = "S-" + UUID.randomUUID();
        send("createTenant(input: {tenant: \"acme\", name: \"Acme\"}) { errors { code } }");
        send(
                "registerPerson(input: {subject: \"ada\", printedName: \"Ada\", identityProof: \"HR\"}) { errors { code } }");
        send(("publishDeviceModelVersion(input: {tenant: \"acme\", manufacturer: \"M\", name: \"%s\", version: 1,"
                        + " heartbeatSeconds: 30}) { errors { code } }")
                .formatted(name));
        record = SignableRecord.of(SignableKind.DEVICE_MODEL_VERSION, DeviceModelId.of(ACME, "M", name) + ":1");
        hash = versions.of(record).orElseThrow().hash();
        people.actAs(TestPeople.ADA);
    }

    @AfterEach
    void adaAsksAgain() {
        people.actAs(TestPeople.ADA);
    }

    @Test
    @Requirement("11.10(g)")
    void whoMadeItIsNotAskedToJudgeIt() {
        people.actAs(TestPeople.BEN);
        send(
                "registerPerson(input: {subject: \"ben\", printedName: \"Ben\", identityProof: \"HR\"}) { errors { code } }");
        assertThat(code(ask(record.id(), "APPROVAL", hash, "reviewed", ""))).isEqualTo("OWN_RECORD[\"meaning\"]");
        assertThat(code(ask(record.id(), "RELEASE", hash, "reviewed", ""))).isEqualTo("OWN_RECORD[\"meaning\"]");
        long head = log.head();
        assertThat(code(ask(record.id(), "REVIEW", hash, "reviewed", ""))).isEqualTo("OWN_RECORD[\"meaning\"]");
        assertThat(log.head()).as("each a denial").isEqualTo(head + 1);
        assertDenialIsOnRecord("acme");
        assertThat(signings.count()).isZero();
        assertThat(code(ask(record.id(), "AUTHORSHIP", hash, "wrote it", "")))
                .as("the control")
                .isEmpty();
    }

    @Test
    @Requirement("11.10(f)")
    void whoseTurnItIsNotWaitsUntilItIs() {
        send(
                "setSignaturePolicy(input: {tenant: \"acme\", kind: DEVICE_MODEL_VERSION, ordered: true, reason: \"SOP 7\","
                        + " steps: [{meaning: REVIEW}, {meaning: APPROVAL, roles: [\"quality-approver\"]}]})"
                        + " { errors { code message } }");
        assertThat(code(ask(record.id(), "APPROVAL", hash, "reviewed", ""))).isEqualTo("NOT_YOUR_TURN[\"meaning\"]");
        assertThat(code(ask(record.id(), "REVIEW", hash, "reviewed", ""))).isEmpty();
        send("withdrawSignaturePolicy(input: {tenant: \"acme\", kind: DEVICE_MODEL_VERSION, reason: \"SOP 8\"})"
                + " { errors { code message } }");
        assertThat(code(ask(record.id(), "APPROVAL", hash, "reviewed", ""))).isEmpty();
    }

    @Test
    @Requirement("11.70")
    void whatWasSeenWaitsForItsSigner() {
        long head = log.head();
        JsonNode signing = ask(record.id(), "APPROVAL", hash, "reviewed", "").path("signing");
        assertThat(signing.path("state").asString()).isEqualTo("WAITING");
        assertThat(signing.path("hash").asString()).isEqualTo(hash);
        assertThat(signing.path("confirmationUrl").asString())
                .isEqualTo("/identity/sign/" + signing.path("id").asString());
        assertThat(log.head()).as("nothing has happened").isEqualTo(head);
    }

    @Test
    void whatCouldNotBeSignedIsRefused() {
        String other = record.id().replaceAll(":1$", ":2");
        assertThat(code(ask(record.id(), "APPROVAL", "0".repeat(64), "reviewed", "")))
                .isEqualTo("RECORD_CHANGED[\"expectedHash\"]");
        assertThat(code(ask(other, "APPROVAL", hash, "reviewed", ""))).isEqualTo("RECORD_UNKNOWN[\"record\"]");
        assertThat(code(ask("no id", "APPROVAL", hash, "reviewed", ""))).isEqualTo("MALFORMED_INPUT[\"record\"]");
        assertThat(code(ask(record.id(), "APPROVAL", hash, " . ", ""))).isEqualTo("REASON_MISSING[\"reason\"]");
        for (String bad : List.of("x".repeat(2_001), "looked\\tat")) {
            assertThat(code(ask(record.id(), "APPROVAL", hash, bad, ""))).isEqualTo("MALFORMED_INPUT[\"reason\"]");
        }
        people.revokeAll();
        people.grant(ACME, Role.QUALITY_APPROVER);
        assertThat(code(ask(record.id(), "AUTHORSHIP", hash, "reviewed", "")))
                .isEqualTo("MEANING_NOT_YOURS[\"meaning\"]");
        assertDenialIsOnRecord("acme");
        assertThat(signings.count()).isZero();
    }

    @Test
    @Requirement("11.10(g)")
    void ofSeveralRolesTheOneSignsThatThePolicyCounts() {
        people.revokeAll();
        people.grant(ACME, Role.TENANT_ADMINISTRATOR);
        send(
                "setSignaturePolicy(input: {tenant: \"acme\", kind: DEVICE_MODEL_VERSION, reason: \"SOP 7\", ordered: true,"
                        + " steps: [{meaning: REVIEW, roles: [\"site-engineer\"]}, {meaning: REVIEW, roles: [\"operator\"]}]})"
                        + " { errors { code message } }");
        people.revokeAll();
        people.grant(ACME, Role.OPERATOR);
        assertThat(code(ask(record.id(), "REVIEW", hash, "reviewed", ""))).isEqualTo("NOT_YOUR_TURN[\"meaning\"]");
        people.grant(ACME, Role.SITE_ENGINEER);
        assertThat(code(ask(record.id(), "REVIEW", hash, "reviewed", "")))
                .as("in the role whose turn it is")
                .isEmpty();
    }

    @Test
    void ofSeveralRolesTheOneCountsThatGivesTheMeaning() {
        people.revokeAll();
        people.grant(ACME, Role.QUALITY_APPROVER);
        people.grant(ACME, Role.OPERATOR);
        assertThat(code(ask(record.id(), "RESPONSIBILITY", hash, "reviewed", "")))
                .isEmpty();
        assertThat(code(ask(record.id(), "APPROVAL", hash, "reviewed", ""))).isEmpty();
    }

    @Test
    @Requirement("11.10(g)")
    void whoMayNotSignThereIsDenied() {
        people.revokeAll();
        people.grant(ACME, Role.AUDITOR);
        assertThat(code(ask(record.id(), "REVIEW", hash, "reviewed", ""))).isEqualTo("NOT_AUTHORISED[]");
        assertDenialIsOnRecord("acme");
        people.revokeAll();
        people.grant(new TenantId("rival"), Role.QUALITY_APPROVER);
        long head = log.head();
        assertThat(code(ask(record.id(), "REVIEW", hash, "reviewed", ""))).isEqualTo("RECORD_UNKNOWN[\"record\"]");
        assertThat(log.head()).as("a denial of its own").isEqualTo(head + 1);
        assertDenialIsOnRecord("acme");
        assertThat(signings.count()).isZero();
    }

    private void assertDenialIsOnRecord(String tenant) {
        assertThat(log.last().getPayload()).isInstanceOfSatisfying(OperationDenied.class, denied -> {
            assertThat(denied.operation()).isEqualTo("requestSignature");
            assertThat(denied.toString()).contains(tenant);
        });
    }

    @Test
    @Requirement("11.10(g)")
    void aTenantsOwnRoleAsksForWhatItMaySign() {
        people.revokeAll();
        people.grant(ACME, GrantedRole.own("asker", Duty.QUALITY, List.of("requestSignature")));
        assertThat(code(ask(record.id(), "APPROVAL", hash, "reviewed", ""))).isEqualTo("NOT_AUTHORISED[]");
        people.revokeAll();
        people.grant(ACME, GrantedRole.own("judge", Duty.QUALITY, List.of("requestSignature", "sign")));
        assertThat(code(ask(record.id(), "AUTHORSHIP", hash, "reviewed", "")))
                .isEqualTo("MEANING_NOT_YOURS[\"meaning\"]");
        assertThat(signings.count()).isZero();
        assertThat(ask(record.id(), "APPROVAL", hash, "reviewed", "").at("/errors"))
                .isEmpty();
        assertThat(signings.count()).isOne();
    }

    @Test
    void theSameRequestHasTheSameSigning() {
        String key = "clientMutationId: \"" + UUID.randomUUID() + "\"";
        String first = ask(record.id(), "APPROVAL", hash, "reviewed", key)
                .at("/signing/id")
                .asString();
        assertThat(ask(record.id(), "APPROVAL", hash, "reviewed", key)
                        .at("/signing/id")
                        .asString())
                .isEqualTo(first);
        assertThat(code(ask(record.id(), "RELEASE", hash, "reviewed", key)))
                .isEqualTo("IDEMPOTENCY_KEY_REUSED[\"clientMutationId\"]");
    }

    /** A key is its sender's: somebody else's, by chance the same, asks for another signature. */
    @Test
    void theSameKeyOfSomebodyElseIsAnother() {
        String key = "clientMutationId: \"" + UUID.randomUUID() + "\"";
        assertThat(code(ask(record.id(), "APPROVAL", hash, "reviewed", key))).isEmpty();
        people.actAs(TestPeople.BEN);
        send(
                "registerPerson(input: {subject: \"ben\", printedName: \"Ben\", identityProof: \"HR\"}) { errors { code } }");
        assertThat(code(ask(record.id(), "AUTHORSHIP", hash, "wrote it", key))).isEmpty();
        assertThat(signings.count()).isEqualTo(2);
    }

    /** As it is given: with the meaning in the first of their roles it would be refused. */
    @Test
    @Requirement("11.10(g)")
    void inTheRoleThatGivesTheMeaningItIsSigned() {
        people.revokeAll();
        people.grant(ACME, Role.QUALITY_APPROVER);
        people.grant(ACME, Role.OPERATOR);
        PersonId ada = PersonId.of(PersonId.LOCAL, "ada");
        SignatureMeaning meaning = SignatureMeaning.RESPONSIBILITY;
        Caller caller = new Caller(
                ActorType.PERSON, ada.toString(), "Ada", "none", "pwd otp", "192.0.2.7", "test/1", null, "reviewed");
        commands.sendAndWait(GenericCommandMessage.asCommandMessage(new Sign(
                        SignatureId.of(record, hash, ada, meaning),
                        record,
                        hash,
                        ada,
                        meaning,
                        "UTC",
                        "+00:00",
                        UUID.randomUUID().toString(),
                        List.of("pwd", "otp")))
                .withMetaData(caller.toMetadata(ACME.value())));
        assertThat(log.last().getPayload()).isInstanceOf(RecordSigned.class);
        assertThat(log.last().getMetaData()).containsEntry(Metadata.ACTOR_ROLE, "operator");
        assertThat(code(ask(record.id(), "RESPONSIBILITY", hash, "reviewed", "")))
                .isEqualTo("ALREADY_SIGNED[]");
    }

    @Test
    void onlySoManyWait() {
        for (int i = 0; i < SigningsInMemory.MOST; i++) {
            ask(record.id(), "APPROVAL", hash, "reviewed", "");
        }
        assertThat(code(ask(record.id(), "APPROVAL", hash, "reviewed", ""))).isEqualTo("TOO_MANY_SIGNATURES_WAITING[]");
    }

    private static String code(JsonNode answer) {
        JsonNode error = answer.at("/errors/0");
        return error.isMissingNode() ? "" : error.path("code").asString() + error.path("path");
    }

    private JsonNode ask(String id, String meaning, String expected, String reason, String more) {
        return send(("requestSignature(input: {record: {kind: DEVICE_MODEL_VERSION, id: \"%s\"}, meaning: %s,"
                        + " expectedHash: \"%s\", reason: \"%s\" %s})"
                        + " { signing { id state hash confirmationUrl } errors { code path } }")
                .formatted(id, meaning, expected, reason, more));
    }

    private JsonNode send(String mutation) {
        JsonNode answer = api.ask("mutation { " + mutation + " }", Map.of());
        assertThat(answer.path("errors")).as("%s", answer).isEmpty();
        return answer.path("data").values().iterator().next();
    }
}
