package io.devicetrail.commandside.signature;

import static io.devicetrail.commandside.signature.Records.FIRST_VERSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.signature.RecordVersions;
import io.devicetrail.domain.signature.StoredStreams;
import org.junit.jupiter.api.Test;

/** A record is found in a stream of any length, and only its own events are counted. */
class LoggedVersionsTest {
    private final Records log = Records.unsigned();
    private final RecordVersions versions = new LoggedVersions(log, Records.JSON);

    @Test
    void whatOthersPublishBesideItDoesNotHideARecord() {
        String hash = log.hash(FIRST_VERSION);
        for (int version = 3; version <= RecordVersions.MOST_EVENTS + StoredStreams.PAGE; version++) {
            log.publish(version);
        }
        assertThat(versions.of(FIRST_VERSION).orElseThrow().hash()).isEqualTo(hash);
        log.deprecate(1);
        assertThat(versions.of(FIRST_VERSION).orElseThrow().position())
                .as("its last event, on the last page")
                .isEqualTo(log.entries().size() - 1L);
    }

    @Test
    void aRecordOfMoreEventsThanASignatureIsGivenForIsRefused() {
        for (int events = 1; events < RecordVersions.MOST_EVENTS; events++) {
            log.deprecate(1);
        }
        assertThat(versions.of(FIRST_VERSION)).as("the control").isPresent();
        log.deprecate(1);
        assertThatThrownBy(() -> versions.of(FIRST_VERSION)).hasMessageContaining("RECORD_TOO_LONG");
    }
}
