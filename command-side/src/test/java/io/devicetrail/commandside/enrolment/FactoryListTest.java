package io.devicetrail.commandside.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.commandside.enrolment.FactoryList.ImportFactoryKeysInput;
import io.devicetrail.commandside.enrolment.FactoryList.RowInput;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The text that a maker signs. */
class FactoryListTest {
    private static final TenantId ACME = new TenantId("acme");

    @Test
    void aLineForTheManufacturerAndOneForEachRow() {
        FactoryList list = list("Flow AG", row("P-1", "k1", null), row("P-2", "k2", "c2"));
        assertThat(list.text()).isEqualTo("Flow AG\nP-1\tk1\nP-2\tk2\tc2\n");
        assertThat(list.rows()).hasSize(2);
        assertThat(list("Flow AG", row("P-2", "k2", "c3"), row("P-1", "k1", null))
                        .hash())
                .isNotEqualTo(list.hash());
    }

    /** Else two lists could be one text, and one signature be of both. */
    @Test
    void nothingInItLooksLikeAnotherLine() {
        for (FactoryList list : List.of(
                list("Flow AG\nP-0\tk0", row("P-1", "k1", null)),
                list("Flow AG", row("P-0\tk0\nP-1", "k1", null)),
                list("Flow AG", row("P-1", "k1\nP-2\tk2", null)),
                list("Flow AG", row("P-1", "k1", "c\nP-2\tk2")))) {
            assertThatThrownBy(list::rows)
                    .isInstanceOf(MalformedInput.class)
                    .hasMessageContaining("control characters");
        }
    }

    private static RowInput row(String serialNumber, String key, @Nullable String claim) {
        return new RowInput(serialNumber, key, claim);
    }

    private static FactoryList list(String manufacturer, RowInput... rows) {
        SiteId site = SiteId.of(ACME, "basel");
        return FactoryList.placed(new ImportFactoryKeysInput(
                "acme", site.toString(), manufacturer, "model", 1, List.of(rows), null, "delivery", null, null));
    }
}
