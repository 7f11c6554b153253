package io.devicetrail.app.cli;

import io.devicetrail.audit.copy.check.CopyReport;
import io.devicetrail.audit.copy.check.CopyVerdict;
import io.devicetrail.audit.verify.Verdict;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What {@code verify} prints. */
final class VerifyReport {
    private VerifyReport() {}

    static void json(Verdict verdict, FoundDifferences found, VerifiedSignatures signed) throws IOException {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("ok", verdict.ok() && signed.ok());
        answer.put("origin", verdict.origin());
        answer.put("events", verdict.size());
        answer.put("logCompared", verdict.compared());
        answer.put("notCovered", verdict.beyond());
        answer.put("found", verdict.found());
        answer.put(
                "attested", verdict.attested().stream().map(VerifyReport::told).toList());
        signed.addTo(answer);
        String object = JsonMapper.builder().build().writeValueAsString(answer);
        // The findings last, and not by way of the memory: there may be as many as there are events.
        System.out.print(object.substring(0, object.length() - 1) + ",\"findings\":");
        found.printEach(System.out);
        System.out.println("}");
    }

    static void lines(Verdict verdict, FoundDifferences found, VerifiedSignatures signed) {
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
        found.printLines(System.out);
        signed.print();
        if (signed.ok()) {
            System.out.println(verdict.ok() ? "Nothing differs." : verdict.found() + " differences.");
        } else {
            System.out.println((verdict.ok() ? "Log and ledger do not differ" : verdict.found() + " differences")
                    + "; not all signatures hold, or events are missing.");
        }
    }

    /** A check that something ended early: what it had found by then is no less true. */
    static void unfinished(FoundDifferences found, boolean json) throws IOException {
        if (json) {
            System.out.print("{\"ok\":false,\"finished\":false,\"found\":" + found.count() + ",\"findings\":");
            found.printEach(System.out);
            System.out.println("}");
        } else {
            found.printLines(System.out);
            System.out.println("The check did not get to the end: " + found.count()
                    + " differences by then, and nothing is known of the rest.");
        }
    }

    /** What an exported folder shows. */
    static void copy(CopyVerdict verdict, boolean json) {
        if (json) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("ok", verdict.ok() && verdict.unproven() == null);
            answer.put("unproven", verdict.unproven());
            answer.put("keys", verdict.ownKeys() ? "of the copy" : "given");
            answer.put("checked", verdict.checked());
            answer.put("onTrust", verdict.onTrust());
            answer.put(
                    "findings",
                    verdict.findings().stream().map(VerifyReport::told).toList());
            System.out.println(JsonMapper.builder().build().writeValueAsString(answer));
            return;
        }
        CopyReport.print(verdict, System.out);
    }

    private static Map<String, Object> told(Verdict.Finding finding) {
        Map<String, Object> told = new LinkedHashMap<>();
        if (finding.index() != Verdict.Finding.NOT_OF_AN_EVENT) {
            told.put("index", finding.index());
        }
        told.put("what", finding.what());
        return told;
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
