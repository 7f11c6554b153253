package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.app.instance.Staff;
import io.devicetrail.app.instance.TestIssuer;
import io.devicetrail.domain.authority.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Two plants of two tenants; the cast gives for one, and somebody else takes for the other. */
record Transfers(Api api, Plant giver, Plant receiver, String taker) {
    static Transfers between(Api api, String giver, String receiver) {
        Plant from = Plant.of(api, giver);
        Plant to = Plant.of(api, receiver);
        String subject = "taker-of-" + receiver;
        Staff staff = new Staff(api.graphql());
        staff.register(subject);
        staff.grant(subject, receiver, Role.SITE_ENGINEER);
        return new Transfers(api, from, to, TestIssuer.shared().token(subject));
    }

    String offered(String device, boolean shareHistory) {
        JsonNode payload = api.done("offerDeviceTransfer", offer(device, shareHistory));
        return payload.path("transfer").path("transferId").asString();
    }

    Map<String, Object> offer(String device, boolean shareHistory) {
        return Map.of(
                "device",
                device,
                "receiver",
                receiver.tenant(),
                "until",
                Instant.now().plus(Duration.ofDays(1)).toString(),
                "shareHistory",
                shareHistory,
                "reason",
                "sold with line 3");
    }

    Map<String, Object> acceptance(String transfer) {
        return Map.of(
                "transfer",
                transfer,
                "site",
                receiver.basel(),
                "model",
                receiver.model(),
                "modelVersion",
                1,
                "reason",
                "bought with line 3");
    }

    /** By the person of the receiving tenant. */
    JsonNode accept(String transfer) {
        JsonNode answer = api.answer(taker, "mutations", "acceptDeviceTransfer", Map.of("input", acceptance(transfer)));
        assertThat(answer.path("errors")).as("%s", answer).isEmpty();
        return answer.path("data").path("acceptDeviceTransfer");
    }

    String accepted(String transfer) {
        JsonNode payload = accept(transfer);
        assertThat(payload.path("errors")).isEmpty();
        return payload.path("transfer").path("deviceId").asString();
    }

    String code(JsonNode payload) {
        return payload.path("errors").path(0).path("code").asString();
    }

    JsonNode shown(String tenant, String transfer) {
        return api.ask("deviceTransfer", Map.of("tenant", tenant, "id", transfer));
    }

    String state(String transfer) {
        return shown(giver.tenant(), transfer).path("state").asString();
    }
}
