package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.shared.ReadModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The fleet search on an Elasticsearch whose address is given; it empties the fleet's indexes there. */
@SpringBootTest(
        classes = QuerySideOfTests.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {
            "spring.graphql.schema.locations=classpath*:graphql/",
            "devicetrail.elasticsearch.url=${DEVICETRAIL_TEST_ELASTICSEARCH}"
        })
@EnabledIfEnvironmentVariable(named = "DEVICETRAIL_TEST_ELASTICSEARCH", matches = "http.+")
@NullUnmarked // what is missing fails the test anyway
class FleetIndexTest {
    @Autowired
    LogOfTests log;

    @Autowired
    GraphQlTester graphql;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    ElasticsearchClient elasticsearch;

    @Autowired
    List<ReadModel> readModels;

    private ReadModel fleet;

    @BeforeEach
    void history() throws IOException {
        fleet = readModels.stream()
                .filter(model -> model.name().equals("read-fleet"))
                .findFirst()
                .orElseThrow();
        if (log.head() < 0) {
            deleteIndexes();
            History.write(log);
            log.project(0);
            log.project(fleet, 0, log.head() + 1);
        }
    }

    @Test
    void devicesAreFoundByWordsAndConditionsOfTheirTenantOnly() {
        assertThat(serials("tenant: \"acme\"")).containsExactly("GW-1", "SN-1", "SN-2");
        assertThat(serials("tenant: \"other\"")).containsExactly("SN-1");
        assertThat(serials("tenant: \"acme\", text: \"sn\"")).containsExactly("SN-1", "SN-2");
        assertThat(serials("tenant: \"acme\", text: \"pt-100 ohm\"")).containsExactly("GW-1", "SN-1", "SN-2");
        assertThat(serials("tenant: \"acme\", sites: [\"%s\"]".formatted(History.VISP)))
                .containsExactly("SN-1");
        assertThat(serials("tenant: \"acme\", tags: [{name: \"line\", value: \"3\"}]"))
                .containsExactly("GW-1", "SN-2");
        assertThat(serials("tenant: \"acme\", connectivities: [OFFLINE, STALE]"))
                .containsExactly("SN-1");
        assertThat(serials("tenant: \"acme\", lifeCycles: [REGISTERED]")).containsExactly("GW-1", "SN-2");
        assertThat(serials("tenant: \"acme\", hardwareRevision: \"B\", batch: \"B-7\""))
                .containsExactly("SN-1");
    }

    @Test
    void aPageGoesOnAfterItsCursor() {
        Map<String, Object> first = ask("tenant: \"acme\"", "first: 2,");
        Map<String, Object> info = map(first.get("pageInfo"));
        assertThat(info).containsEntry("hasNextPage", true);
        Map<String, Object> second =
                ask("tenant: \"acme\"", "first: 2, afterCursor: \"" + info.get("endCursor") + "\",");
        assertThat(second.get("edges").toString()).contains("SN-2").doesNotContain("SN-1");
        assertThat(map(second.get("pageInfo"))).containsEntry("hasNextPage", false);
    }

    @Test
    void facetsCountAllMatchesUnderTheNamesPeopleUse() {
        String facets = ask("tenant: \"acme\"", "first: 1,").get("facets").toString();
        assertThat(facets)
                .contains("label=Basel plant, count=2", "label=Visp plant, count=1")
                .contains("label=Ohmic PT-100, count=3")
                .contains("value=line=3, label=line=3, count=2")
                .contains("value=REPLACED, label=REPLACED, count=1");
    }

    @Test
    void aRebuildBesideTheLiveIndexGivesTheSameDigest() throws IOException {
        String before = fleet.digest();
        fleet.beginRebuild();
        assertThat(fleet.digest())
                .as("the live index answers during the rebuild")
                .isEqualTo(before);
        assertThat(serials("tenant: \"acme\"", "")).hasSize(3);
        log.project(fleet, 0, log.head() + 1);
        fleet.completeRebuild();
        assertThat(fleet.digest()).isEqualTo(before);
        assertThat(elasticsearch
                        .indices()
                        .get(g -> g.index("devicetrail-fleet-*"))
                        .result())
                .hasSize(1);
        log.project(fleet, 0, log.head() + 1);
        assertThat(fleet.digest()).isEqualTo(before);
    }

    @Test
    void whatElasticsearchLostIsWrittenAgain() throws IOException {
        String before = fleet.digest();
        deleteIndexes();
        long index = log.append(new DeviceEvent.DeviceTagged(History.GATEWAY, "line", "3", "3"), History.ADA, "acme");
        log.project(index);
        // The first batch finds the index gone and fails, as a processor's would; the next try makes it again.
        assertThat(catchThrowable(() -> log.project(fleet, index, index + 1))).hasMessageContaining("tried again");
        log.project(fleet, index, index + 1);
        assertThat(fleet.digest()).isNotEqualTo(before);
        assertThat(serials("tenant: \"acme\"")).containsExactly("GW-1", "SN-1", "SN-2");
    }

    private void deleteIndexes() throws IOException {
        elasticsearch
                .indices()
                .delete(d -> d.index(List.of("devicetrail-fleet-1", "devicetrail-fleet-2"))
                        .ignoreUnavailable(true));
    }

    private List<String> serials(String search) {
        return serials(search, "after: " + log.head() + ",");
    }

    @SuppressWarnings("unchecked")
    private List<String> serials(String search, String arguments) {
        List<String> serials = new ArrayList<>();
        for (Object edge : (List<Object>) ask(search, arguments).get("edges")) {
            serials.add(map(map(edge).get("node")).get("serialNumber").toString());
        }
        return serials;
    }

    private Map<String, Object> ask(String search, String arguments) {
        return graphql.document("{ fleet(" + arguments + " search: {" + search + "}) { totalCount"
                        + " edges { node { serialNumber } } pageInfo { hasNextPage endCursor }"
                        + " facets { field values { value label count } } } }")
                .execute()
                .path("fleet")
                .entity(new ParameterizedTypeReference<Map<String, Object>>() {})
                .get();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
