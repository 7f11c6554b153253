package io.devicetrail.domain.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.incident.IncidentCommand.AddIncidentNote;
import io.devicetrail.domain.incident.IncidentCommand.OpenIncident;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncidentShapeTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final IncidentSubject PUMP = IncidentSubject.of(DeviceId.of(ACME, "Flow AG", "P-1"));
    private static final IncidentId ID = IncidentId.of(IncidentKind.ORPHAN, PUMP, "");

    @Test
    void eachKindSubjectAndMatterIsARecordOfItsOwn() {
        assertThat(ID)
                .isEqualTo(IncidentId.of(IncidentKind.ORPHAN, PUMP, ""))
                .isNotEqualTo(IncidentId.of(IncidentKind.DEVICE_OFFLINE, PUMP, ""))
                .isNotEqualTo(IncidentId.of(IncidentKind.ORPHAN, PUMP, "reboot"))
                .isNotEqualTo(IncidentId.of(IncidentKind.ORPHAN, IncidentSubject.of(SiteId.of(ACME, "basel")), ""));
    }

    @Test
    void anEpisodeIsReadAsItIsWritten() {
        IncidentEpisode second = new IncidentEpisode(ID, 2);
        assertThat(IncidentEpisode.parse("incident", second.toString())).isEqualTo(second);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "%s", "%s:", "%s:0", "%s:-1", "%s:01", "%s:1 ", "%s:1:1", "%s:1234567890"})
    void anythingElseIsNoEpisode(String text) {
        assertThatThrownBy(() -> IncidentEpisode.parse("incident", text.formatted(ID)))
                .isInstanceOf(MalformedInput.class);
    }

    @Test
    void anIncidentIsOpenedUnderItsOwnId() {
        assertThatThrownBy(() -> new OpenIncident(
                        IncidentId.of(IncidentKind.DEVICE_OFFLINE, PUMP, ""),
                        ACME,
                        IncidentKind.ORPHAN,
                        PUMP,
                        "",
                        Instant.EPOCH,
                        new TreeMap<>(),
                        "cause",
                        null))
                .isInstanceOf(MalformedInput.class);
    }

    @Test
    void aNoteHasLinesAndAnEnd() {
        assertThat(new AddIncidentNote(ID, 1, " Loose cable.\nMended. ").note()).isEqualTo("Loose cable.\nMended.");
        String longest = "x".repeat(AddIncidentNote.LONGEST_NOTE);
        assertThat(new AddIncidentNote(ID, 1, longest).note()).isEqualTo(longest);
        for (String unfit : new String[] {"", " \n", longest + "x", "a\u0000b", "a\u200bb"}) {
            assertThatThrownBy(() -> new AddIncidentNote(ID, 1, unfit)).isInstanceOf(MalformedInput.class);
        }
    }
}
