package io.devicetrail.commandside.signature;

import static io.devicetrail.commandside.signature.Records.FIRST_VERSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.command.CommandEvent.CommandSent;
import io.devicetrail.domain.command.CommandState;
import io.devicetrail.domain.devicemodel.DeviceModelEvent.DeviceModelVersionDeprecated;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.signature.CanonicalRecord;
import io.devicetrail.domain.signature.RecordVersions;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.StoredStreams;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** Else a request that was approved would be another one as soon as its device hears of it. */
    @Test
    void whatBecameOfACommandIsNoPartOfItsRequest() {
        String hash = log.hash(Records.REQUEST);
        log.append(
                Records.COMMAND.toString(),
                new CommandSent(Records.COMMAND, Records.PUMP, CommandState.REQUESTED, 1),
                Records.meta("acme", Records.BEN, "Ben B."));
        assertThat(versions.of(Records.REQUEST)).hasValueSatisfying(version -> {
            assertThat(version.hash()).isEqualTo(hash);
            assertThat(version.position()).isEqualTo(6);
        });
    }

    /** Every event of a plan makes another version of it: what was signed before is not what it is now. */
    @Test
    void anyChangeOfARolloutPlanIsAnotherVersion() {
        String hash = log.hash(Records.PLAN);
        assertThat(CanonicalRecord.eventsOf(Records.PLAN, log.entries(), Records.JSON))
                .hasSize(2);
        log.withdrawPlan();
        assertThat(versions.of(Records.PLAN).orElseThrow())
                .satisfies(version -> assertThat(version.hash()).isNotEqualTo(hash))
                .satisfies(version ->
                        assertThat(version.position()).isEqualTo(log.entries().size() - 1L));
    }

    @ParameterizedTest
    @CsvSource({
        "DEVICE_COMMAND, 0b50b2a4",
        "DEVICE_COMMAND, 0b50b2a4-3a3d-4a3b-8b0e-6f1f0e4a3c01:1",
        "DEVICE_MODEL_VERSION, 0b50b2a4-3a3d-4a3b-8b0e-6f1f0e4a3c01",
        "DEVICE_MODEL_VERSION, 0b50b2a4-3a3d-4a3b-8b0e-6f1f0e4a3c01:0",
        "DEVICE_MODEL_VERSION, 0b50b2a4-3a3d-4a3b-8b0e-6f1f0e4a3c01:01",
        "DEAD_LETTER_RELEASE, 0b50b2a4-3a3d-4a3b-8b0e-6f1f0e4a3c01:-1",
        "QUARANTINE_RELEASE, 0b50b2a4-3a3d-4a3b-8b0e-6f1f0e4a3c01:0",
        "QUARANTINE_RELEASE, 0b50b2a4-3a3d-4a3b-8b0e-6f1f0e4a3c01:1000",
        "ROLLOUT_PLAN, 0b50b2a4-3a3d-4a3b-8b0e-6f1f0e4a3c01:1",
        "CORRECTION, 0b50b2a4-3a3d-4a3b-8b0e-6f1f0e4a3c01:1000",
        "AUDIT_EXPORT, 0B50B2A4-3A3D-4A3B-8B0E-6F1F0E4A3C01"
    })
    void anIdThatNoRecordOfTheKindHasIsMalformed(SignableKind kind, String id) {
        assertThatThrownBy(() -> SignableRecord.of(kind, id)).isInstanceOf(MalformedInput.class);
    }

    /** Where it is seen and signed stays where it began. */
    @Test
    void aRecordIsAtTheSiteOfItsFirstEvent() {
        Map<String, Object> elsewhere = new HashMap<>(Records.meta("acme", Records.BEN, "Ben B."));
        elsewhere.put(Metadata.SITE, new UUID(1, 1).toString());
        log.append(Records.MODEL.toString(), new DeviceModelVersionDeprecated(Records.MODEL, 1), elsewhere);
        assertThat(versions.of(FIRST_VERSION).orElseThrow().site()).isNull();
    }
}
