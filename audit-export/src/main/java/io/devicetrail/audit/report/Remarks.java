package io.devicetrail.audit.report;

import io.devicetrail.audit.trail.AuditEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is shown elsewhere than where the log has it: signatures at the front, corrections at what they correct. */
final class Remarks {
    /** The fields of a signature are {@code signature <id>}, and that with these behind it. */
    private static final String SIGNATURE = "signature.RecordSigned";

    private static final String MEANING = " meaning";
    private static final String PRINTED_NAME = " printedName";
    private static final String RECORD = " record";
    private static final String ZONE = " zone";

    private final List<GivenSignature> signatures = new ArrayList<>();
    private final Map<String, List<Correction>> corrections = new HashMap<>();

    /** A signature as 21 CFR 11.50(a) asks for it: printed name, date and time, meaning. */
    static final class GivenSignature {
        final long index;
        final Instant at;
        final @Nullable String role;

        @Nullable String printedName;

        @Nullable String meaning;

        @Nullable String record;

        @Nullable String zone;

        private GivenSignature(long index, Instant at, @Nullable String role) {
            this.index = index;
            this.at = at;
            this.role = role;
        }
    }

    /** A later entry that says what an entry should have said. */
    record Correction(
            long index,
            int ordinal,
            Instant at,
            @Nullable String to,
            @Nullable String unit,
            @Nullable String actorName,
            @Nullable String actorRole,
            @Nullable String reason) {}

    void add(AuditEntry entry) {
        String corrected = entry.corrects();
        if (corrected != null) {
            corrections
                    .computeIfAbsent(corrected, none -> new ArrayList<>(1))
                    .add(new Correction(
                            entry.index(),
                            entry.ordinal(),
                            entry.recordedAt(),
                            entry.to(),
                            entry.unit(),
                            entry.actorName(),
                            entry.actorRole(),
                            entry.reason()));
        }
        if (entry.event().equals(SIGNATURE)) {
            signature(entry);
        }
    }

    /** The entries of one event come one after the other. */
    private void signature(AuditEntry entry) {
        if (signatures.isEmpty() || signatures.getLast().index != entry.index()) {
            signatures.add(new GivenSignature(entry.index(), entry.recordedAt(), entry.actorRole()));
        }
        GivenSignature signature = signatures.getLast();
        if (entry.field().endsWith(MEANING)) {
            signature.meaning = entry.to();
        } else if (entry.field().endsWith(PRINTED_NAME)) {
            signature.printedName = entry.to();
        } else if (entry.field().endsWith(RECORD)) {
            signature.record = entry.to();
        } else if (entry.field().endsWith(ZONE)) {
            signature.zone = entry.to();
        }
    }

    List<GivenSignature> signatures() {
        return signatures;
    }

    /** In the order of the log; those that are among the entries asked for. */
    List<Correction> of(AuditEntry entry) {
        return corrections.getOrDefault(entry.index() + "/" + entry.ordinal(), List.of());
    }
}
