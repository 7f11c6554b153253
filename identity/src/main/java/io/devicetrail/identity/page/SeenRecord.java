package io.devicetrail.identity.page;

import io.devicetrail.domain.signature.RecordContents;
import io.devicetrail.domain.signature.RecordContents.Content;
import io.devicetrail.domain.signature.RecordContents.Entry;
import io.devicetrail.domain.signature.Signings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Shows the signer what they sign, as the log has it. Whoever asked for the signature by an API may have shown them
 * something else: nothing is signed whose content was not shown here under the hash that was asked for (21 CFR 11.70).
 */
@Component
class SeenRecord {
    private static final Logger LOG = LoggerFactory.getLogger(SeenRecord.class);
    private static final String CHANGED =
            "RECORD_CHANGED: the record is not what the signature was asked for. Look at it"
                    + " again, and ask for a signature of what it is now.";
    private static final String AWAY =
            "The record cannot be read from the log now, so nobody can see what would be signed. Try again shortly.";

    private final RecordContents contents;

    SeenRecord(RecordContents contents) {
        this.contents = contents;
    }

    /** @param page that goes on below the record, or is not shown at all */
    ResponseEntity<String> above(Html begun, Signings.Signing asked, Function<Html, ResponseEntity<String>> page) {
        Optional<Content> content;
        try {
            content = contents.of(asked.record());
        } catch (RuntimeException away) {
            LOG.warn("{} could not be read for its signer", asked.record(), away);
            return Html.page("Not now").alert(AWAY).as(HttpStatus.SERVICE_UNAVAILABLE);
        }
        return content.filter(found -> found.hash().equals(asked.hash()))
                .map(found -> page.apply(told(SigningPages.what(begun, asked), found)))
                .orElseGet(() -> Html.page("Not signed").alert(CHANGED).as(HttpStatus.CONFLICT));
    }

    private static Html told(Html page, Content content) {
        page.heading("What you sign");
        content.entries().forEach(entry -> tell(page, entry));
        return content.omitted() == 0
                ? page
                : page.alert(content.omitted() + " further events are under the signature and not shown here.");
    }

    private static void tell(Html page, Entry entry) {
        List<Map.Entry<String, String>> terms = new ArrayList<>();
        terms.add(Map.entry("Log position", Long.toString(entry.index())));
        terms.add(Map.entry("Recorded at", entry.recordedAt()));
        terms.add(Map.entry("By", entry.actor()));
        if (!entry.reason().isEmpty()) {
            terms.add(Map.entry("Reason", entry.reason()));
        }
        page.heading(entry.name()).terms(terms);
        page.terms(entry.fields().stream()
                .map(field -> Map.entry(field.name(), field.value() + (field.cut() ? " … (cut)" : "")))
                .toList());
        if (entry.omitted() > 0) {
            page.alert(entry.omitted() + " further values of this event are under the signature and not shown here.");
        }
    }
}
