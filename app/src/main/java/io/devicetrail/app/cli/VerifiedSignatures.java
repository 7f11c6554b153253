package io.devicetrail.app.cli;

import io.devicetrail.audit.ledger.EntrySource;
import io.devicetrail.audit.verify.StoredSignatures;
import io.devicetrail.domain.signature.SignatureCheck.Finding;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What {@code verify --signatures} says of the electronic signatures of the home's log. */
record VerifiedSignatures(StoredSignatures.@Nullable Found found) {
    /** Where nobody asked for them. */
    static final VerifiedSignatures NOT_ASKED = new VerifiedSignatures(null);

    static VerifiedSignatures in(EntrySource log, ConsoleProgress progress) throws IOException {
        progress.note("Checking the signatures of the log");
        return new VerifiedSignatures(StoredSignatures.in(log));
    }

    boolean ok() {
        return found == null || found.wrong() == 0;
    }

    void addTo(Map<String, Object> answer) {
        if (found != null) {
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("ok", ok());
            told.put("counts", found.counts());
            told.put("findings", found.findings());
            answer.put("signatures", told);
        }
    }

    void print() {
        if (found == null) {
            return;
        }
        Map<Finding, Integer> counts = found.counts();
        System.out.println("Signatures: "
                + (counts.isEmpty()
                        ? "none"
                        : counts.entrySet().stream()
                                .map(one -> one.getValue() + " " + one.getKey())
                                .collect(Collectors.joining(", "))));
        found.findings().forEach(System.out::println);
        if (found.wrong() > found.findings().size()) {
            System.out.println("… and " + (found.wrong() - found.findings().size()) + " more");
        }
    }
}
