package io.devicetrail.commandside.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.signature.RecordContents;
import io.devicetrail.domain.signature.RecordContents.Content;
import io.devicetrail.domain.signature.RecordContents.Entry;
import io.devicetrail.domain.signature.RecordContents.Field;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is told of a record is what is hashed of it. */
@Requirement("11.70")
class LoggedContentsTest {
    private final Records log = Records.unsigned();
    private final LoggedContents contents =
            new LoggedContents(new LoggedVersions(log, Records.JSON), log, Records.JSON);

    @Test
    void theEventsUnderTheHashAreToldWithWhoDidThem() {
        log.deprecate(1);
        Content content = contents.of(Records.FIRST_VERSION).orElseThrow();
        assertThat(content.hash()).isEqualTo(log.hash(Records.FIRST_VERSION));
        assertThat(content.entries())
                .extracting(Entry::name)
                .containsExactly("devicemodel.DeviceModelVersionPublished", "devicemodel.DeviceModelVersionDeprecated");
        Entry published = content.entries().getFirst();
        assertThat(published.index()).isEqualTo(4);
        assertThat(published.actor()).isEqualTo("Ben B.");
        assertThat(published.fields()).contains(new Field("version", "1", false));
        assertThat(content.omitted()).isZero();
    }

    @Test
    void aValueInsideOfAnotherIsToldWithItsWay() {
        Entry request = contents.of(Records.REQUEST).orElseThrow().entries().getFirst();
        assertThat(request.fields())
                .contains(
                        new Field("arguments.lot", "9007199254740993", false),
                        new Field("arguments.millilitres", "5", false));
    }

    @Test
    void whatThereIsNotHasNoContent() {
        assertThat(contents.of(SignableRecord.of(SignableKind.DEVICE_MODEL_VERSION, Records.MODEL + ":9")))
                .isEmpty();
    }

    @Test
    void whatIsTooMuchToReadIsCutAndSaidToBe() {
        ToldFields fields = new ToldFields();
        Map<String, Object> many = new TreeMap<>();
        for (int i = 0; i < RecordContents.MOST_FIELDS + 7; i++) {
            many.put("%03d".formatted(i), i);
        }
        many.put("000", "x".repeat(RecordContents.LONGEST_VALUE + 1));
        fields.add("", many);
        assertThat(fields.told()).hasSize(RecordContents.MOST_FIELDS);
        assertThat(fields.omitted()).isEqualTo(7);
        assertThat(fields.told().getFirst())
                .isEqualTo(new Field("000", "x".repeat(RecordContents.LONGEST_VALUE), true));
    }

    @Test
    void whatAReaderWouldNotSeeIsToldByItsCode() {
        ToldFields fields = new ToldFields();
        fields.add("", Map.of("dose", List.of("\u202e001\u202c mg\u200b")));
        assertThat(fields.told()).containsExactly(new Field("dose[0]", "\\u{202e}001\\u{202c} mg\\u{200b}", false));
    }
}
