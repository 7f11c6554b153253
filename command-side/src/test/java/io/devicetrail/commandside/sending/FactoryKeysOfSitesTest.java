package io.devicetrail.commandside.sending;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.device.DeviceEvent.DeviceRegistered;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.enrolment.EnrolmentEvent.FactoryKeyImported;
import io.devicetrail.domain.enrolment.Fingerprint;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** A maker's list of somebody who has a role at one site alone. */
@SpringBootTest(
        classes = CommandSideUnderTest.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "axon.update-check.disabled=true")
@Requirement({"11.10(d)", "11.10(g)"})
class FactoryKeysOfSitesTest {
    @LocalServerPort
    private int port;

    @Autowired
    private LogInMemory log;

    @Autowired
    private TestPeople people;

    private TenantId tenant;
    private SiteId one;
    private SiteId two;

    @BeforeEach
    void twoSitesWithADeviceAtTheSecond() {
        tenant = new TenantId("t" + UUID.randomUUID().toString().substring(0, 8));
        one = SiteId.of(tenant, "one");
        two = SiteId.of(tenant, "two");
        people.revokeAll();
        people.grantAll(tenant.value());
        done("createTenant", "tenant: \"%s\", name: \"Acme\"".formatted(tenant));
        for (String site : new String[] {"one", "two"}) {
            done(
                    "openSite",
                    "tenant: \"%s\", key: \"%s\", name: \"Site\", zone: \"Europe/Zurich\"".formatted(tenant, site));
        }
        done(
                "publishDeviceModelVersion",
                "tenant: \"%s\", manufacturer: \"Flow AG\", name: \"P100\", version: 1, heartbeatSeconds: 30"
                        .formatted(tenant));
        done(
                "registerDevice",
                "tenant: \"%s\", site: \"%s\", manufacturer: \"Flow AG\", serialNumber: \"P-2\", model: \"%s\","
                                .formatted(tenant, two, DeviceModelId.of(tenant, "Flow AG", "P100"))
                        + " modelVersion: 1");
        people.revokeAll();
    }

    /** Whoever could put a key on a device of another site could enrol as it. */
    @Test
    void aListForOneSitePutsNoKeyOnADeviceOfAnother() {
        people.grantAt(tenant, one, Role.SITE_ENGINEER);
        JsonNode row = row(one, "P-2");
        assertThat(row.path("result").asString()).isEqualTo("REFUSED");
        assertThat(row.at("/error/code").asString()).isEqualTo("NOT_AUTHORISED");
        assertThat(log.last().getPayload()).isNotInstanceOf(FactoryKeyImported.class);
        assertThat(row(one, "P-1").path("result").asString())
                .as("the control: their own site's")
                .isEqualTo("REGISTERED");
    }

    @Test
    void whoMayAtBothSitesPutsItThere() {
        people.grantAt(tenant, one, Role.SITE_ENGINEER);
        people.grantAt(tenant, two, Role.SITE_ENGINEER);
        assertThat(row(one, "P-2").path("result").asString()).isEqualTo("KNOWN");
        assertThat(log.last().getPayload())
                .isInstanceOfSatisfying(
                        FactoryKeyImported.class,
                        listed -> assertThat(listed.device()).isEqualTo(DeviceId.of(tenant, "Flow AG", "P-2")));
        assertThat(log.last().getMetaData()).as("where the device is").containsEntry("site", two.toString());
    }

    /** A device that this list registered is not one that was there before. */
    @Test
    void aRowWhoseAnswersWereLostIsRegistered() {
        people.grantAt(tenant, one, Role.SITE_ENGINEER);
        log.loseAnswersOf(List.of(DeviceRegistered.class, FactoryKeyImported.class));
        JsonNode rows = rows(one, "P-3", "P-4", "P-5");
        assertThat(rows.findValuesAsString("result"))
                .as(rows.toString())
                .containsExactly("REGISTERED", "REGISTERED", "REGISTERED");
        assertThat(log.payloads().stream()
                        .filter(FactoryKeyImported.class::isInstance)
                        .map(FactoryKeyImported.class::cast)
                        .filter(listed -> listed.tenant().equals(tenant)))
                .hasSize(3);
    }

    /** The device is in service: its identity is no more a matter of its maker's list. */
    @Test
    void aDeviceThatIsEnrolledGetsNoKeyAnyMore() {
        people.grantAt(tenant, two, Role.SITE_ENGINEER);
        done("enrolDevice", "device: \"%s\", reason: \"by hand\"".formatted(DeviceId.of(tenant, "Flow AG", "P-2")));
        assertThat(row(two, "P-2").at("/error/code").asString()).isEqualTo("FACTORY_KEY_TOO_LATE");
    }

    private JsonNode row(SiteId site, String serialNumber) {
        return rows(site, serialNumber).path(0);
    }

    private JsonNode rows(SiteId site, String... serialNumbers) {
        String list = ("tenant: \"%s\", site: \"%s\", manufacturer: \"Flow AG\", model: \"%s\", modelVersion: 1,"
                        + " reason: \"delivery\", rows: [%s]")
                .formatted(
                        tenant,
                        site,
                        DeviceModelId.of(tenant, "Flow AG", "P100"),
                        Arrays.stream(serialNumbers)
                                .map(serial -> "{serialNumber: \"%s\", keyFingerprint: \"%s\"}"
                                        .formatted(serial, Fingerprint.of("key of " + serial)))
                                .collect(Collectors.joining(", ")));
        return asked("importFactoryKeys", list, "rows { result error { code } } errors { code }")
                .path("rows");
    }

    private void done(String mutation, String input) {
        JsonNode payload = asked(mutation, input, "errors { code message path }");
        assertThat(payload.at("/errors")).as(payload.toString()).isEmpty();
    }

    private JsonNode asked(String mutation, String input, String answer) {
        JsonNode got = new GraphQlOverHttp(port)
                .ask("mutation { %s(input: {%s}) { %s } }".formatted(mutation, input, answer), Map.of());
        JsonNode payload = got.at("/data/" + mutation);
        assertThat(payload.isObject()).as(got.toString()).isTrue();
        return payload;
    }
}
