package io.devicetrail.app.cli;

import io.devicetrail.audit.verify.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What {@code verify} prints. */
final class VerifyReport {
    private VerifyReport() {}

    static void json(Verdict verdict, VerifiedSignatures signed) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("ok", verdict.ok() && signed.ok());
        answer.put("origin", verdict.origin());
        answer.put("events", verdict.size());
        answer.put("logCompared", verdict.compared());
        answer.put("notCovered", verdict.beyond());
        answer.put("found", verdict.found());
        answer.put("findings", verdict.findings());
        answer.put(
                "attested", verdict.attested().stream().map(VerifyReport::told).toList());
        signed.addTo(answer);
        System.out.println(JsonMapper.builder().build().writeValueAsString(answer));
    }

    static void lines(Verdict verdict, VerifiedSignatures signed) {
        System.out.println(verdict.origin() + ": " + verdict.size() + " events under the checkpoint; the log was "
                + (verdict.compared() ? "compared" : "not at hand"));
        if (verdict.beyond() > 0) {
            System.out.println((verdict.beyond() < Verdict.MOST_COUNTED ? "" : "At least ") + verdict.beyond()
                    + " events of the log are not under the checkpoint yet, and not verified; a running"
                    + " Devicetrail covers them within a second");
        }
        verdict.attested()
                .forEach(by -> System.out.println(by.by() + " covers " + by.events() + " of " + verdict.size()
                        + " events" + (by.at() == null ? "" : ", at " + by.at())));
        verdict.findings().forEach(System.out::println);
        if (verdict.found() > verdict.findings().size()) {
            System.out.println("… and " + (verdict.found() - verdict.findings().size()) + " more");
        }
        signed.print();
        if (signed.ok()) {
            System.out.println(verdict.ok() ? "Nothing differs." : verdict.found() + " differences.");
        } else {
            System.out.println((verdict.ok() ? "Log and ledger do not differ" : verdict.found() + " differences")
                    + "; not all signatures hold, or events are missing.");
        }
    }

    private static Map<String, Object> told(Verdict.Attested attested) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("by", attested.by());
        told.put("events", attested.events());
        if (attested.at() != null) {
            told.put("at", attested.at().toString());
        }
        return told;
    }
}
