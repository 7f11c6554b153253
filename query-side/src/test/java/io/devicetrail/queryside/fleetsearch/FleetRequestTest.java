package io.devicetrail.queryside.fleetsearch;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.queryside.History;
import io.devicetrail.queryside.fleetsearch.FleetSearch.TagCondition;
import io.devicetrail.queryside.relay.GlobalId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FleetRequestTest {
    @Test
    void theTenantsFilterIsThereWhateverIsAsked() {
        FleetSearch everything = new FleetSearch("acme", null, null, null, null, null, null, null, null, null, null);
        assertThat(FleetRequest.of(everything, 51, List.of()).toString())
                .contains("{\"bool\":{\"filter\":[{\"term\":{\"tenant\":{\"value\":\"acme\"}}}]}}")
                .contains("\"size\":51")
                .contains("{\"serialNumber\":{\"order\":\"asc\"}},{\"deviceId\":{\"order\":\"asc\"}}")
                .doesNotContain("search_after");
    }

    @Test
    void everyConditionIsAFilterAndEveryFacetIsCounted() {
        FleetSearch search = new FleetSearch(
                "acme",
                "sn-00",
                List.of(GlobalId.of("Site", History.BASEL)),
                List.of(GlobalId.of("DeviceModel", History.PT100 + ":2")),
                List.of(2, 3),
                List.of(LifeCycle.ACTIVE, LifeCycle.SUSPENDED),
                null,
                List.of(new TagCondition("line", "3")),
                "A",
                "B-7",
                Instant.parse("2026-12-01T00:00:00Z"));
        String request = FleetRequest.of(search, 11, List.of("SN-1", "id")).toString();
        assertThat(request)
                .contains("{\"terms\":{\"site\":[\"" + History.BASEL + "\"]}}")
                .contains("{\"terms\":{\"model\":[\"" + History.PT100 + "\"]}}")
                .contains("{\"terms\":{\"modelVersion\":[2,3]}}")
                .contains("{\"terms\":{\"lifeCycle\":[\"ACTIVE\",\"SUSPENDED\"]}}")
                .contains("{\"term\":{\"tags\":{\"value\":\"line=3\"}}}")
                .contains("{\"term\":{\"hardwareRevision\":{\"value\":\"A\"}}}")
                .contains("{\"range\":{\"certificateEndsAt\":{\"lt\":\"2026-12-01T00:00:00Z\"}}}")
                .contains("{\"match_bool_prefix\":{\"words\":{\"operator\":\"and\",\"query\":\"sn-00\"}}}")
                .contains("\"search_after\":[\"SN-1\",\"id\"]");
        for (String facet : FleetRequest.FACETS.keySet()) {
            assertThat(request).contains("\"" + facet + "\":{\"terms\":");
        }
    }
}
