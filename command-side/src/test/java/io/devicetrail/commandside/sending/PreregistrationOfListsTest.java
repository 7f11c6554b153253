package io.devicetrail.commandside.sending;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.authority.Duty;
import io.devicetrail.domain.authority.GrantedRole;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.device.DeviceEvent.DeviceRegistered;
import io.devicetrail.domain.device.RegisterDevices;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.enrolment.EnrolmentEvent.DeviceEnrolmentAllowed;
import io.devicetrail.domain.enrolment.Fingerprint;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** A list that cannot have the tokens that it asks for is refused before the first of its devices is there. */
@SpringBootTest(
        classes = CommandSideUnderTest.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "axon.update-check.disabled=true")
@Requirement({"11.10(d)", "11.10(g)"})
class PreregistrationOfListsTest {
    private static final int MOST_TOKENS = 1_000;

    @LocalServerPort
    private int port;

    @Autowired
    private LogInMemory log;

    @Autowired
    private TestPeople people;

    private TenantId tenant;
    private SiteId site;

    @BeforeEach
    void aSiteAndAModel() {
        tenant = new TenantId("t" + UUID.randomUUID().toString().substring(0, 8));
        site = SiteId.of(tenant, "one");
        people.revokeAll();
        people.grantAll(tenant.value());
        done("createTenant", "tenant: \"%s\", name: \"Acme\"".formatted(tenant));
        done("openSite", "tenant: \"%s\", key: \"one\", name: \"Site\", zone: \"Europe/Zurich\"".formatted(tenant));
        done(
                "publishDeviceModelVersion",
                "tenant: \"%s\", manufacturer: \"Flow AG\", name: \"P100\", version: 1, heartbeatSeconds: 30"
                        .formatted(tenant));
        people.revokeAll();
        people.grant(tenant, Role.SITE_ENGINEER);
    }

    @Test
    void tokensEndInTheFutureAndSoon() {
        assertRefused(list(1, Instant.parse("2020-01-01T00:00:00Z")), "TOKEN_TIME_UNFIT");
        assertRefused(list(1, Instant.now().plus(Duration.ofDays(31))), "TOKEN_TIME_UNFIT");
        assertThat(result(list(1, soon()))).as("the control").isEqualTo("REGISTERED");
    }

    @Test
    void aListHasBoundsOfItsOwnWhereItAsksForTokens() {
        assertRefused(list(MOST_TOKENS + 1, soon()), "TOO_MANY_TOKENS");
    }

    /** Or each row would leave a device whose token nobody has, and that the list sent again knows. */
    @Test
    void whoMayNotHaveTokensMadeRegistersNoneWithThem() {
        people.revokeAll();
        people.grant(tenant, GrantedRole.own("receiver", Duty.WORK, List.of("preregisterDevices", "registerDevice")));
        assertRefused(list(1, soon()), "NOT_AUTHORISED");
        assertThat(result(list(1, null))).as("the control: without tokens").isEqualTo("REGISTERED");
    }

    /** Its device was registered, and its token stored, by commands whose outcome nobody was told. */
    @Test
    void aRowWhoseAnswersWereLostIsRegisteredOnceAndHasTheTokenThatIsStored() {
        log.loseAnswersOf(List.of(DeviceRegistered.class, DeviceEnrolmentAllowed.class));
        JsonNode rows = asked(
                        "preregisterDevices", list(3, soon()), "rows { result token error { code } } errors { code }")
                .path("rows");
        assertThat(rows.findValuesAsString("result"))
                .as(rows.toString())
                .containsExactly("REGISTERED", "REGISTERED", "REGISTERED");
        assertThat(log.payloads().stream()
                        .filter(DeviceEnrolmentAllowed.class::isInstance)
                        .map(DeviceEnrolmentAllowed.class::cast)
                        .filter(allowed -> allowed.tenant().equals(tenant))
                        .map(DeviceEnrolmentAllowed::tokenHash))
                .containsExactlyInAnyOrderElementsOf(rows.findValuesAsString("token").stream()
                        .map(Fingerprint::of)
                        .toList());
    }

    @Test
    void aLotIsRegisteredByOneCommandAndTheNextByAnother() {
        long before = log.head();
        JsonNode payload = asked("preregisterDevices", list(RegisterDevices.MOST + 3, null), "rows { result }");
        assertThat(payload.path("rows").findValuesAsString("result"))
                .hasSize(RegisterDevices.MOST + 3)
                .containsOnly("REGISTERED");
        assertThat(log.head() - before).isEqualTo(RegisterDevices.MOST + 3);
        assertThat(log.commandsAfter(before)).hasSize(2);
        assertThat(log.last().getMetaData())
                .containsEntry(Metadata.REASON, "delivery")
                .containsEntry(Metadata.SITE, site.toString());
    }

    /** One that is known costs its lot the one command, and nobody the registration. */
    @Test
    void ofALotWithAKnownDeviceTheOthersAreRegistered() {
        assertThat(result(list(1, null))).isEqualTo("REGISTERED");
        JsonNode payload = asked("preregisterDevices", list(3, null), "rows { result }");
        assertThat(payload.path("rows").findValuesAsString("result"))
                .containsExactly("KNOWN", "REGISTERED", "REGISTERED");
    }

    @Test
    void whoMayNotRegisterDevicesRegistersNoLot() {
        people.revokeAll();
        people.grant(tenant, GrantedRole.own("lister", Duty.WORK, List.of("preregisterDevices")));
        long before = log.head();
        JsonNode payload = asked("preregisterDevices", list(3, null), "rows { result error { code } }");
        assertThat(payload.path("rows").findValuesAsString("code")).containsOnly("NOT_AUTHORISED");
        assertThat(log.payloads().subList((int) before + 1, (int) log.head() + 1))
                .noneMatch(DeviceRegistered.class::isInstance);
    }

    @Test
    void aLotWhoseAnswerWasLostIsRegisteredOnce() {
        log.loseAnswersOf(List.of(DeviceRegistered.class));
        long before = log.head();
        JsonNode payload = asked("preregisterDevices", list(3, null), "rows { result }");
        assertThat(payload.path("rows").findValuesAsString("result"))
                .containsExactly("REGISTERED", "REGISTERED", "REGISTERED");
        assertThat(log.head() - before).isEqualTo(3);
    }

    private void assertRefused(String list, String code) {
        JsonNode payload = asked("preregisterDevices", list, "rows { result } errors { code }");
        assertThat(payload.at("/errors/0/code").asString())
                .as(payload.toString())
                .isEqualTo(code);
        assertThat(log.last().getPayload()).isNotInstanceOf(DeviceRegistered.class);
    }

    private String result(String list) {
        return asked("preregisterDevices", list, "rows { result } errors { code }")
                .at("/rows/0/result")
                .asString();
    }

    private static Instant soon() {
        return Instant.now().plus(Duration.ofDays(1));
    }

    private String list(int rows, @Nullable Instant until) {
        return ("tenant: \"%s\", site: \"%s\", manufacturer: \"Flow AG\", model: \"%s\", modelVersion: 1,"
                        + " reason: \"delivery\", %s rows: [%s]")
                .formatted(
                        tenant,
                        site,
                        DeviceModelId.of(tenant, "Flow AG", "P100"),
                        until == null ? "" : "tokensUntil: \"" + until + "\",",
                        IntStream.range(0, rows)
                                .mapToObj("{serialNumber: \"P-%s\"}"::formatted)
                                .collect(Collectors.joining(", ")));
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
