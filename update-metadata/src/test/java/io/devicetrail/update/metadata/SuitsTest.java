package io.devicetrail.update.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Which devices an image is for. */
class SuitsTest {
    private static Suits suits(List<String> hardware, String... currentVersions) {
        return new Suits(
                "hc2a-firmware",
                SoftwareVersion.of("2.1.0"),
                "hc2a",
                List.of(1),
                hardware,
                null,
                Arrays.stream(currentVersions).map(SoftwareVersion::of).toList());
    }

    private static DeviceProfile device(String hardware, String current) {
        return new DeviceProfile("hc2a", 1, hardware, SoftwareVersion.of(current));
    }

    private static Suits readAgain(ObjectNode json) {
        return Suits.read(Fields.parse(Fields.MAPPER.writeValueAsBytes(json), "custom"));
    }

    private static ObjectNode written(Suits suits) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        suits.writeTo(json);
        return json;
    }

    private static void refused(Refusal refusal, ThrowingCallable act) {
        assertThatThrownBy(act)
                .isInstanceOfSatisfying(
                        UpdateRefused.class, e -> assertThat(e.refusal()).isEqualTo(refusal));
    }

    @Test
    void what_was_written_is_read() {
        for (Suits each :
                List.of(suits(List.of(Suits.ANY)), suits(List.of("B"), "2.0.0", "2.0.1"), suits(List.of("B", "C")))) {
            assertThat(readAgain(written(each))).isEqualTo(each);
        }
    }

    @Test
    void any_hardware_is_said_and_never_left_out() {
        assertThatCode(() -> suits(List.of(Suits.ANY)).mustSuit(device("Z", "1.0")))
                .doesNotThrowAnyException();
        refused(Refusal.WRONG_HARDWARE, () -> suits(List.of("B")).mustSuit(device("Z", "1.0")));
        refused(Refusal.MALFORMED_METADATA, () -> suits(List.of()));
        refused(Refusal.MALFORMED_METADATA, () -> suits(List.of(Suits.ANY, "B")));
    }

    @Test
    void exact_precursors_are_found_by_their_place_in_the_order() {
        Suits exact = suits(List.of("B"), "2.0", "2.0.2");
        assertThatCode(() -> exact.mustSuit(device("B", "2.0.0"))).doesNotThrowAnyException();
        refused(Refusal.WRONG_PRECURSOR, () -> exact.mustSuit(device("B", "2.0.1")));
        refused(Refusal.WRONG_PRECURSOR, () -> exact.mustSuit(device("B", "2.0.3")));
    }

    @Test
    void a_list_of_precursors_with_none_in_it_says_nothing() {
        ObjectNode json = written(suits(List.of("B"), "2.0"));
        json.withObject("/suits").putArray("currentVersions");
        refused(Refusal.MALFORMED_METADATA, () -> readAgain(json));
    }
}
