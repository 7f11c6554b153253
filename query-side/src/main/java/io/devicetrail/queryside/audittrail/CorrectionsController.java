package io.devicetrail.queryside.audittrail;

import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.signature.RecordVersions;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signaturepolicy.PolicyStanding;
import io.devicetrail.domain.signaturepolicy.PolicyStandings;
import io.devicetrail.queryside.access.Reach;
import io.devicetrail.queryside.audittrail.Corrections.Place;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Shows beside an entry what it should have said (21 CFR 11.10(e): what was recorded before is not obscured). */
@Controller
class CorrectionsController {
    private final Corrections corrections;
    private final Positions positions;
    private final RecordVersions versions;
    private final PolicyStandings standings;

    CorrectionsController(
            Corrections corrections, Positions positions, RecordVersions versions, PolicyStandings standings) {
        this.corrections = corrections;
        this.positions = positions;
        this.versions = versions;
        this.standings = standings;
    }

    /** A part of the trail, for which it takes the trail's own permission. */
    @BatchMapping(typeName = "AuditEntry", field = "corrections")
    Map<AuditEntry, List<EntryCorrection>> ofEntries(List<AuditEntry> entries) {
        Map<Place, List<EntryCorrection>> found = Reach.current()
                .of(Permission.AUDIT_TRAIL)
                .call(() -> corrections.of(entries.stream()
                        .map(CorrectionsController::place)
                        .distinct()
                        .toList()));
        return entries.stream()
                .distinct()
                .collect(Collectors.toMap(Function.identity(), entry -> found.getOrDefault(place(entry), List.of())));
    }

    /** From the log at this moment, so only where it is asked for. */
    @SchemaMapping(typeName = "EntryCorrection", field = "policy")
    @Nullable PolicyStanding policy(EntryCorrection correction) {
        return versions.of(SignableRecord.of(SignableKind.CORRECTION, correction.id()))
                .flatMap(standings::of)
                .orElse(null);
    }

    @SchemaMapping(typeName = "CorrectEntryPayload", field = "correction")
    @Nullable EntryCorrection made(MutationOutcome outcome) {
        Long position = outcome.position();
        if (position == null) {
            return null;
        }
        positions.await(ReadModelName.AUDIT_TRAIL, position);
        return corrections.at(position).orElse(null);
    }

    private static Place place(AuditEntry entry) {
        return new Place(entry.index(), entry.ordinal());
    }
}
