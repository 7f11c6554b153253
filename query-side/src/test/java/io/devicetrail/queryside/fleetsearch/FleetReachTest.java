package io.devicetrail.queryside.fleetsearch;

import static org.assertj.core.api.Assertions.assertThat;

import co.elastic.clients.elasticsearch.core.SearchRequest;
import io.devicetrail.domain.authority.Place;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FleetReachTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final SiteId BASEL = SiteId.of(ACME, "basel");
    private static final SearchRequest ASKED = FleetRequest.of(
            new FleetSearch("rival", "SN", null, null, null, null, null, null, null, null, null),
            11,
            List.of("SN-1", "id"));

    @Test
    void whatIsAskedIsKeptAndFilteredByThePlaces() {
        SearchRequest request =
                FleetReach.within(ASKED, Set.of(new Place(ACME, BASEL), new Place(new TenantId("other"), null)));
        assertThat(request.toString())
                .contains("{\"term\":{\"tenant\":{\"value\":\"rival\"}}}")
                .contains("{\"terms\":{\"tenant\":[\"other\"]}},{\"bool\":{\"filter\":"
                        + "[{\"term\":{\"tenant\":{\"value\":\"acme\"}}},{\"terms\":{\"site\":[\"" + BASEL + "\"]}}]}}")
                .contains("\"minimum_should_match\":\"1\"");
        assertThat(Objects.requireNonNull(request.query()).bool().filter()).hasSize(2);
        assertThat(request.aggregations().keySet())
                .isEqualTo(ASKED.aggregations().keySet());
        assertThat(request.searchAfter()).isEqualTo(ASKED.searchAfter());
        assertThat(request.size()).isEqualTo(11);
        assertThat(request.postFilter())
                .as("a filter after the query would not hold for facets")
                .isNull();
    }

    @Test
    void nowhereIsNothing() {
        SearchRequest request = FleetReach.within(ASKED, Set.of());
        assertThat(Objects.requireNonNull(request.query())
                        .bool()
                        .filter()
                        .getLast()
                        .isMatchNone())
                .isTrue();
    }
}
