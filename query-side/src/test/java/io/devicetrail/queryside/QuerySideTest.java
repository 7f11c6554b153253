package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.shared.ReadModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Events in, answers out: through the projections, the schema and the controllers, on a real PostgreSQL. */
@QuerySideInstance
@NullUnmarked // what is missing fails the test anyway
class QuerySideTest {
    @Autowired
    LogOfTests log;

    @Autowired
    GraphQlTester graphql;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    PlatformTransactionManager transactions;

    @BeforeEach
    void history() {
        if (log.head() < 0) {
            History.write(log);
            log.project(0);
        }
    }

    @Test
    void aDeviceIsShownWithAllThatBelongsToIt() {
        Map<String, Object> device = ask("""
                { device(id: "%s") {
                    id deviceId tenant manufacturer serialNumber hardwareRevision batch lifeCycle registeredAt position
                    site { key name zone } model { version name heartbeatSeconds deprecated telemetry { name unit type } }
                    gateway { serialNumber } replacedBy { serialNumber gateway { serialNumber } }
                    tags { name value } connectivity { value reasons since lastActivityAt }
                    commands { name state code detail attempts requestedBy arguments endedAt device { serialNumber } }
                } }""".formatted(History.SENSOR), "device");
        assertThat(device)
                .containsEntry("serialNumber", "SN-1")
                .containsEntry("hardwareRevision", "B")
                .containsEntry("lifeCycle", "REPLACED")
                .containsEntry("registeredAt", "2026-11-20T10:00:07.123456Z")
                .containsEntry("site", Map.of("key", "visp", "name", "Visp plant", "zone", "Europe/Zurich"))
                .containsEntry("gateway", Map.of("serialNumber", "GW-1"))
                .containsEntry("replacedBy", Map.of("serialNumber", "SN-2", "gateway", Map.of("serialNumber", "GW-1")))
                .containsEntry("tags", List.of(Map.of("name", "line", "value", "4")));
        assertThat(number(device.get("position"))).isEqualTo(26);
        assertThat(device.get("model").toString()).contains("version=2", "heartbeatSeconds=60", "unit=°C");
        assertThat(device.get("connectivity").toString()).contains("OFFLINE", "WILL_RECEIVED", "09:59:00.500Z");
        assertThat(device.get("commands").toString())
                .contains("state=TIMED_OUT", "state=SUCCEEDED", "detail=done", "requestedBy=Ada L.", "delaySeconds=5");
    }

    @Test
    void aDevicesCertificatesAreShownWithWhatBecameOfThem() {
        assertThat(ask(
                                "{ device(id: \"%s\") { certificates { means state revocationReason } } }"
                                        .formatted(History.SENSOR),
                                "device")
                        .get("certificates"))
                .hasToString("[{means=TOKEN, state=SUPERSEDED, revocationReason=SUPERSEDED},"
                        + " {means=RENEWAL, state=STANDING, revocationReason=null}]");
    }

    @Test
    void aDeviceIsShownInTheVersionOfItsModelThatItHasNow() {
        assertThat(ask(
                                "{ device(id: \"%s\") { model { version heartbeatSeconds } } }"
                                        .formatted(History.SUCCESSOR),
                                "device")
                        .get("model"))
                .hasToString("{version=1, heartbeatSeconds=30}");
    }

    @Test
    void devicesArePagedInTheOrderOfTheirRegistration() {
        List<String> serials = new ArrayList<>();
        String cursor = null;
        do {
            Map<String, Object> page = ask(
                    "{ devices(tenant: \"acme\", first: 2" + (cursor == null ? "" : ", afterCursor: \"" + cursor + "\"")
                            + ") { totalCount edges { cursor node { serialNumber site { key } } }"
                            + " pageInfo { hasNextPage hasPreviousPage endCursor } } }",
                    "devices");
            assertThat(number(page.get("totalCount"))).isEqualTo(3);
            list(page.get("edges"))
                    .forEach(edge ->
                            serials.add(String.valueOf(map(edge.get("node")).get("serialNumber"))));
            Map<String, Object> info = map(page.get("pageInfo"));
            assertThat(info.get("hasPreviousPage")).isEqualTo(cursor != null);
            cursor = info.get("hasNextPage").equals(true) ? String.valueOf(info.get("endCursor")) : null;
        } while (cursor != null);
        assertThat(serials).containsExactly("GW-1", "SN-1", "SN-2");
    }

    @Test
    void devicesAreFilteredBySiteAndLifeCycle() {
        assertThat(ask("{ devices(tenant: \"acme\", site: \"%s\") { totalCount } }".formatted(History.BASEL), "devices")
                        .toString())
                .contains("2");
        assertThat(ask(
                                "{ devices(tenant: \"acme\", lifeCycle: REPLACED) { edges { node { serialNumber } } } }",
                                "devices")
                        .toString())
                .contains("SN-1")
                .doesNotContain("SN-2");
    }

    @Test
    void everyKindOfNodeIsFoundByItsGlobalId() {
        Map<String, Object> all = ask("""
                { device(id: "%s") { id site { id } model { id } commands(first: 1) { id } } }
                """.formatted(History.SENSOR), "device");
        String tenant =
                String.valueOf(ask("{ tenant(id: \"acme\") { id } }", "tenant").get("id"));
        Map<String, String> ids = new LinkedHashMap<>();
        ids.put("Device", String.valueOf(all.get("id")));
        ids.put("Site", String.valueOf(map(all.get("site")).get("id")));
        ids.put("DeviceModel", String.valueOf(map(all.get("model")).get("id")));
        ids.put("Command", String.valueOf(list(all.get("commands")).getFirst().get("id")));
        ids.put("Tenant", tenant);
        ids.forEach((type, id) -> assertThat(ask("{ node(id: \"" + id + "\") { __typename id } }", "node"))
                .containsEntry("__typename", type)
                .containsEntry("id", id));
        assertThat(ask("{ tenant(id: \"" + tenant + "\") { key sites { key } } }", "tenant"))
                .containsEntry("sites", List.of(Map.of("key", "basel"), Map.of("key", "visp")));
    }

    /** Whoever reads on from the last entry would never see one that a slower segment brings before it. */
    @Test
    void listsInTheOrderOfTheLogEndWhereTheSlowestSegmentIs() {
        long device = jdbc.sql("select min(registered_position) from read.device where serial_number = 'SN-1'")
                .query(Long.class)
                .single();
        try {
            for (String name : List.of("read-audit-trail", "read-devices")) {
                jdbc.sql("insert into read.position (name, segment, position) values (?, 1, ?)")
                        .params(name, device - 1)
                        .update();
            }
            assertThat(ask("{ devices(tenant: \"acme\") { edges { node { serialNumber } } } }", "devices")
                            .toString())
                    .contains("GW-1")
                    .doesNotContain("SN-1", "SN-2");
            assertThat(ask("{ auditTrail(tenant: \"acme\", first: 1000) { edges { node { index } } } }", "auditTrail")
                            .toString())
                    .contains("index=" + (device - 1))
                    .doesNotContain("index=" + device + "}");
        } finally {
            jdbc.sql("delete from read.position where segment = 1").update();
        }
    }

    @Test
    @Requirement({"11.10(e)", "Annex 11 s.12.4", "Annex 11 draft 12.2"})
    void theAuditTrailTellsWhoWhatWhyAndWhen() {
        Map<String, Object> page = ask("""
                { auditTrail(tenant: "acme", record: "%s", first: 1000) { edges { cursor node {
                    index event field from to actorName actorRole authentication reason reasonCode recordedAt zone
                } } } }""".formatted(History.SENSOR), "auditTrail");
        List<Map<String, Object>> edges = list(page.get("edges"));
        assertThat(edges)
                .extracting(edge -> map(edge.get("node")))
                .filteredOn(entry -> "replacedBy".equals(entry.get("field")))
                .singleElement(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("event", "device.DeviceReplaced")
                .containsEntry("to", History.SUCCESSOR.toString())
                .containsEntry("actorName", "Ada L.")
                .containsEntry("actorRole", "operator")
                .containsEntry("reason", "drifts")
                .containsEntry("recordedAt", "2026-11-20T10:00:26.123456Z");
        String cursor = String.valueOf(edges.getFirst().get("cursor"));
        Map<String, Object> rest = ask(
                "{ device(id: \"%s\") { auditTrail(first: 1000, afterCursor: \"%s\") { edges { cursor } } } }"
                        .formatted(History.SENSOR, cursor),
                "device");
        assertThat(list(map(rest.get("auditTrail")).get("edges"))).hasSize(edges.size() - 1);
        assertThat(ask(
                        "{ auditTrail(tenant: \"other\", record: \"%s\") { edges { cursor } } }"
                                .formatted(History.SENSOR),
                        "auditTrail"))
                .containsEntry("edges", List.of());
    }

    @Test
    void telemetryIsWholeOrDownsampled() {
        jdbc.sql("delete from ingress.telemetry").update();
        jdbc.sql("delete from ingress.telemetry_latest").update();
        jdbc.sql("""
                insert into ingress.telemetry
                select ?, 'temperature', timestamptz '2026-11-20 10:00:00Z' + make_interval(secs => i),
                    timestamptz '2026-11-20 10:00:01Z' + make_interval(secs => i), 'b1', i, 0, i, to_jsonb(i),
                    case when i % 10 = 0 then 'BAD' else 'GOOD' end, '°C'
                from generate_series(0, 99) i
                """).param(History.SENSOR.value()).update();
        jdbc.sql("insert into ingress.telemetry_latest select * from ingress.telemetry where seq = 99")
                .update();
        String range =
                "{ device(id: \"%s\") { latestTelemetry { name value unit quality } telemetry(name: \"temperature\","
                        + " from: \"2026-11-20T10:00:00Z\", to: \"2026-11-20T11:01:40+01:00\", points: %d) {"
                        + " downsampled intervalSeconds points { at mean minimum maximum last count good } } } }";
        Map<String, Object> ten = ask(range.formatted(History.SENSOR, 10), "device");
        Map<String, Object> series = map(ten.get("telemetry"));
        assertThat(series).containsEntry("downsampled", true).containsEntry("intervalSeconds", 10.0);
        assertThat(list(series.get("points"))).hasSize(10);
        assertThat(list(series.get("points")).getFirst())
                .containsEntry("at", "2026-11-20T10:00:00Z")
                .containsEntry("mean", 4.5)
                .containsEntry("maximum", 9.0)
                .containsEntry("last", 9)
                .containsEntry("count", 10)
                .containsEntry("good", 9);
        assertThat(ten.get("latestTelemetry").toString()).contains("value=99", "unit=°C");
        Map<String, Object> whole =
                map(ask(range.formatted(History.SENSOR, 100), "device").get("telemetry"));
        assertThat(whole).containsEntry("downsampled", false);
        assertThat(list(whole.get("points"))).hasSize(100);
    }

    @Test
    void anEventDeliveredTwiceChangesNothing() {
        Map<String, String> before = digests();
        log.project(0);
        log.project(11);
        assertThat(digests()).isEqualTo(before);
    }

    @Test
    void aRebuildFromZeroGivesTheSameDigests() {
        Map<String, String> before = digests();
        for (ReadModel model : log.readModels()) {
            model.beginRebuild();
            assertThat(model.digest()).isNotEqualTo(before.get(model.name()));
            log.project(model, 0, log.head() + 1);
            model.completeRebuild();
        }
        assertThat(digests()).isEqualTo(before);
    }

    @Test
    void aRolledBackBatchLeavesNeitherRowsNorPosition() {
        Map<String, String> before = digests();
        long index = log.append(renamed("SN-77"), History.ADA, "acme");
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            log.readModels().forEach(model -> log.project(model, index, index + 1));
            status.setRollbackOnly();
        });
        assertThat(digests()).isEqualTo(before);
        assertThat(jdbc.sql("select max(position) from read.position")
                        .query(Long.class)
                        .single())
                .isLessThan(index);
        log.project(index);
        DeviceId device = DeviceId.of(History.ACME, "Ohmic", "SN-77");
        assertThat(ask("{ device(id: \"%s\", after: %d) { serialNumber } }".formatted(device, index), "device"))
                .containsEntry("serialNumber", "SN-77");
        jdbc.sql("delete from read.device where device_id = ?")
                .param(device.value())
                .update();
    }

    @Test
    void whatCannotBeAnsweredSaysWhyByCode() {
        Map<String, String> questions = new LinkedHashMap<>();
        questions.put("{ tenants(after: 999999) { key } }", "POSITION_NOT_REACHED");
        questions.put("{ devices(tenant: \"acme\", first: 0) { totalCount } }", "BAD_PAGE_SIZE");
        questions.put("{ devices(tenant: \"acme\", first: 1001) { totalCount } }", "BAD_PAGE_SIZE");
        questions.put("{ devices(tenant: \"acme\", afterCursor: \"x\") { totalCount } }", "BAD_CURSOR");
        questions.put("{ device(id: \"nonsense\") { id } }", "MALFORMED_INPUT");
        questions.put("{ fleet(search: {tenant: \"acme\"}) { totalCount } }", "FLEET_INDEX_UNAVAILABLE");
        questions.put("{ fleet(search: {tenant: \"acme\"}, after: 3) { totalCount } }", "FLEET_INDEX_UNAVAILABLE");
        questions.forEach((question, code) -> graphql.document(question)
                .execute()
                .errors()
                .satisfy(errors -> assertThat(errors)
                        .as(question)
                        .singleElement()
                        .satisfies(error -> assertThat(error.getExtensions()).containsEntry("code", code))));
    }

    @Test
    void theLogTellsItsHeadAndHowFarEachReadModelIs() {
        Map<String, Object> answer = ask("{ log { head readModels { name position } } }", "log");
        assertThat(number(answer.get("head"))).isEqualTo(log.head());
        assertThat(answer.get("readModels").toString())
                .contains("name=read-devices, position=" + log.head())
                .contains("name=read-fleet, position=-1");
    }

    @Test
    void changesAreStreamedOfTheAskedTenantOnly() {
        List<String> seen = new CopyOnWriteArrayList<>();
        var subscription = graphql.document(
                        "subscription { deviceChanged(tenant: \"acme\") { position device { serialNumber } } }")
                .executeSubscription()
                .toFlux("deviceChanged.device.serialNumber", String.class)
                .subscribe(seen::add);
        List<Long> appended = new ArrayList<>();
        try {
            // What changed before the subscription was placed is not told.
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
                String serial = "SN-9" + appended.size();
                appended.add(log.append(renamed(serial), History.ADA, "acme"));
                log.project(appended.getLast());
                return !seen.isEmpty();
            });
        } finally {
            subscription.dispose();
        }
        jdbc.sql("delete from read.device where serial_number like 'SN-9%'").update();
    }

    private static DeviceEvent.DeviceRegistered renamed(String serial) {
        return History.registered(DeviceId.of(History.ACME, "Ohmic", serial), History.ACME, serial, null);
    }

    private Map<String, String> digests() {
        Map<String, String> digests = new LinkedHashMap<>();
        log.readModels().forEach(model -> digests.put(model.name(), model.digest()));
        return digests;
    }

    private Map<String, Object> ask(String question, String field) {
        return graphql.document(question)
                .execute()
                .path(field)
                .entity(new org.springframework.core.ParameterizedTypeReference<Map<String, Object>>() {})
                .get();
    }

    private static long number(Object value) {
        return ((Number) value).longValue();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Object value) {
        return (List<Map<String, Object>>) value;
    }
}
