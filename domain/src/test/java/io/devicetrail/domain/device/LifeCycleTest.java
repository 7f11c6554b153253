package io.devicetrail.domain.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.Requirement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LifeCycleTest {
    /** Rows: from; columns: to, in the order of the enum. */
    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource({
        "REGISTERED,   .E...T.H",
        "ENROLLED,     ..A..TPH",
        "ACTIVE,       ...SUTPH",
        "SUSPENDED,    ..A.UTPH",
        "UNDER_REPAIR, ..A..TPH",
        "RETIRED,      ........",
        "REPLACED,     ........",
        "HANDED_OVER,  ........"
    })
    @Requirement("11.10(f)")
    void onlyTheTablesTransitionsAreLegal(LifeCycle from, String row) {
        for (LifeCycle to : LifeCycle.values()) {
            assertThat(from.mayBecome(to)).as(from + " to " + to).isEqualTo(row.charAt(to.ordinal()) != '.');
        }
        assertThat(from.ended()).isEqualTo(row.equals("........"));
    }
}
