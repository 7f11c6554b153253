package io.devicetrail.commandside.sending;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.authority.AuthorityEvent.OperationDenied;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** What takes part of two devices takes a role where each is. */
@SpringBootTest(
        classes = CommandSideUnderTest.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "axon.update-check.disabled=true")
class SecondDeviceTest {
    private static final String REPLACE = "device: \"%s\", replacement: \"%s\", reason: \"worn\"";
    private static final String ATTACH = "device: \"%s\", gateway: \"%s\", reason: \"new line\"";

    @LocalServerPort
    private int port;

    @Autowired
    private LogInMemory log;

    @Autowired
    private TestPeople people;

    private GraphQlOverHttp api;
    private TenantId tenant;
    private SiteId one;
    private SiteId two;
    private String here;
    private String there;

    @BeforeEach
    void twoSitesWithADeviceEach() {
        api = new GraphQlOverHttp(port);
        tenant = new TenantId("t" + UUID.randomUUID().toString().substring(0, 8));
        one = SiteId.of(tenant, "one");
        two = SiteId.of(tenant, "two");
        people.revokeAll();
        people.grantAll(tenant.value());
        done("createTenant", "tenant: \"%s\", name: \"Acme\"".formatted(tenant));
        for (String site : new String[] {"one", "two"}) {
            done("openSite", "tenant: \"%s\", key: \"%s\", name: \"S\", zone: \"UTC\"".formatted(tenant, site));
        }
        done(
                "publishDeviceModelVersion",
                "tenant: \"%s\", manufacturer: \"Flow AG\", name: \"P100\", version: 1, heartbeatSeconds: 30"
                        .formatted(tenant));
        here = registered("P-1", one);
        there = registered("P-2", two);
        done("enrolDevice", "device: \"%s\", reason: \"in\"".formatted(here));
        done("commissionDevice", "device: \"%s\", reason: \"in\"".formatted(here));
        people.revokeAll();
        people.grantAt(tenant, one, Role.SITE_ENGINEER);
    }

    @Test
    @Requirement("11.10(g)")
    void whoHasNoRoleWhereTheSecondDeviceIsHearsThatItIsNotRegistered() {
        String nobodys = UUID.randomUUID().toString();
        for (String mutation : new String[] {"replaceDevice", "attachDeviceToGateway"}) {
            String input = mutation.equals("replaceDevice") ? REPLACE : ATTACH;
            JsonNode hidden = answer(mutation, input.formatted(here, there));
            assertThat(hidden.toString()).contains("_UNFIT", "it is not registered");
            assertThat(hidden.toString().replace(there, "ID"))
                    .isEqualTo(answer(mutation, input.formatted(here, nobodys))
                            .toString()
                            .replace(nobodys, "ID"));
            String blank = input.formatted(here, there).replaceAll("reason: \".*\"", "reason: \" \"");
            assertThat(code(mutation, blank))
                    .as("what is refused before the second device is looked at tells nothing of it")
                    .isEqualTo(code(mutation, blank.replace(there, nobodys)))
                    .isEqualTo("REASON_MISSING");
        }
        assertThat(code("registerDevice", registration("P-3", one, ", gateway: \"" + there + "\"")))
                .isEqualTo(code("registerDevice", registration("P-3", one, ", gateway: \"" + nobodys + "\"")))
                .isEqualTo("GATEWAY_UNFIT");
    }

    @Test
    void aHiddenDeviceThatHasEndedIsHiddenStill() {
        people.grantAll(tenant.value());
        done("retireDevice", "device: \"%s\", reason: \"worn\"".formatted(there));
        people.revokeAll();
        people.grantAt(tenant, one, Role.SITE_ENGINEER);
        assertThat(answer("replaceDevice", REPLACE.formatted(here, there)).toString())
                .contains("it is not registered")
                .doesNotContain("ended");
    }

    @Test
    void theAttemptIsOnRecordAndNothingElse() {
        long head = log.head();
        assertThat(code("replaceDevice", REPLACE.formatted(here, there))).isEqualTo("REPLACEMENT_UNFIT");
        assertThat(log.head()).isEqualTo(head + 1);
        assertThat(log.last().getPayload())
                .isInstanceOfSatisfying(
                        OperationDenied.class,
                        denied -> assertThat(denied.operation()).isEqualTo("replaceDevice"));
    }

    @Test
    @Requirement("11.10(g)")
    void anotherRoleThereIsNotEnoughAndTheSameIs() {
        people.grantAt(tenant, two, Role.OPERATOR);
        assertThat(code("replaceDevice", REPLACE.formatted(here, there))).isEqualTo("NOT_AUTHORISED");
        assertThat(code("attachDeviceToGateway", ATTACH.formatted(here, there))).isEqualTo("NOT_AUTHORISED");
        people.grantAt(tenant, two, Role.SITE_ENGINEER);
        assertThat(code("attachDeviceToGateway", ATTACH.formatted(here, there))).isEqualTo("done");
        assertThat(code("registerDevice", registration("P-4", one, ", gateway: \"" + there + "\"")))
                .isEqualTo("done");
        people.revokeAll();
        people.grant(tenant, Role.SITE_ENGINEER);
        assertThat(code("replaceDevice", REPLACE.formatted(here, there))).isEqualTo("done");
    }

    private String registered(String serialNumber, SiteId site) {
        done("registerDevice", registration(serialNumber, site, ""));
        return DeviceId.of(tenant, "Flow AG", serialNumber).toString();
    }

    private String registration(String serialNumber, SiteId site, String more) {
        return "tenant: \"%s\", site: \"%s\", manufacturer: \"Flow AG\", serialNumber: \"%s\", model: \"%s\", modelVersion: 1%s"
                .formatted(tenant, site, serialNumber, DeviceModelId.of(tenant, "Flow AG", "P100"), more);
    }

    private void done(String mutation, String input) {
        assertThat(code(mutation, input)).as("%s %s", mutation, input).isEqualTo("done");
    }

    /** {@code done}, or the code of the refusal. */
    private String code(String mutation, String input) {
        return answer(mutation, input).at("/errors/0/code").asString("done");
    }

    private JsonNode answer(String mutation, String input) {
        JsonNode answer = api.ask(
                "mutation { %s(input: {%s}) { position errors { code message path } } }".formatted(mutation, input),
                Map.of());
        JsonNode payload = answer.at("/data/" + mutation);
        assertThat(payload.isObject()).as(answer.toString()).isTrue();
        return payload;
    }
}
