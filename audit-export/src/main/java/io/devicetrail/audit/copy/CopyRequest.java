package io.devicetrail.audit.copy;

import io.devicetrail.audit.trail.TrailFilter;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Shape;
import io.devicetrail.domain.tenant.TenantId;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request's parameters, read strictly: a misspelt restriction would else give more than was asked for.
 *
 * @param format null asks for the manifest
 * @param head the log's head to copy up to; null for the head of now
 * @param reason why a report is asked for; null if none is, which is the only thing that has one
 */
record CopyRequest(
        TrailFilter filter,
        @Nullable CopyFile format,
        @Nullable Long head,
        @Nullable String reason) {
    private static final TreeSet<String> NAMES =
            new TreeSet<>(Arrays.asList("tenant", "record", "from", "to", "first", "last", "head", "format", "reason"));
    private static final String MANIFEST = "manifest";
    private static final int LONGEST_REASON = 2_000;
    private static final Pattern UUID_FORM =
            Pattern.compile("\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");

    static CopyRequest of(Map<String, String[]> parameters) {
        for (String name : new TreeSet<>(parameters.keySet())) {
            if (!NAMES.contains(name)) {
                throw new MalformedInput(name, "is no parameter of an audit export; there are " + NAMES);
            }
        }
        String tenant = one(parameters, "tenant");
        if (tenant == null) {
            throw new MalformedInput("tenant", "is missing: add tenant= and the tenant's short name");
        }
        TrailFilter filter = new TrailFilter(
                TenantId.of(tenant),
                record(parameters, tenant),
                time(parameters, "from"),
                time(parameters, "to"),
                index(parameters, "first"),
                index(parameters, "last"));
        CopyFile format = format(parameters);
        if (format == ReportFile.ROLLOUT && !RolloutReportCopy.mayBe(filter)) {
            throw new MalformedInput(
                    "format",
                    "rollout-report takes the rollout as record, and neither from, to, first nor last: head= says as of"
                            + " which event of the log it is");
        }
        return new CopyRequest(filter, format, index(parameters, "head"), reason(parameters));
    }

    /** @throws MalformedInput if the log has not come as far as the head that was asked for */
    long headIn(long newest) {
        if (head == null) {
            return newest;
        }
        if (head > newest) {
            throw new MalformedInput("head", "is beyond the log, which ends at " + newest + "; leave it out for all");
        }
        return head;
    }

    /** As the log writes it; what cannot be the id of a record would else give an empty copy. */
    private static @Nullable String record(Map<String, String[]> parameters, String tenant) {
        String text = one(parameters, "record");
        if (text == null || text.equals(tenant)) {
            return text;
        }
        if (!UUID_FORM.matcher(text).matches()) {
            throw new MalformedInput(
                    "record",
                    "must be the id (a UUID) of a site, device model, device or rollout, or the tenant's short name, but is: "
                            + text);
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private static @Nullable CopyFile format(Map<String, String[]> parameters) {
        String name = Optional.ofNullable(one(parameters, "format")).orElse(CopyFormat.CSV.parameter());
        if (name.equals(MANIFEST) || name.equals(Reports.FORMAT)) {
            return null;
        }
        return Stream.<CopyFile[]>of(CopyFormat.values(), ProofFile.values(), ReportFile.values())
                .flatMap(Arrays::stream)
                .filter(f -> f.parameter().equals(name))
                .findFirst()
                .orElseThrow(() -> new MalformedInput(
                        "format",
                        "must be csv, jsonl, manifest, rollout-report, ledger-entries, ledger-payloads, ledger-leaves, guide,"
                                + " pdf, cloudevents, syslog or cef but is: " + name));
    }

    private static @Nullable String reason(Map<String, String[]> parameters) {
        String reason = one(parameters, "reason");
        boolean report = Reports.FORMAT.equals(one(parameters, "format"));
        if (report && reason == null) {
            throw new MalformedInput("reason", "is missing: a report says why it was asked for; add reason= and why");
        }
        if (!report && reason != null) {
            throw new MalformedInput("reason", "is printed on a report only; leave it out, or ask for format=pdf");
        }
        return reason == null ? null : Shape.prose("reason", reason, LONGEST_REASON);
    }

    private static @Nullable Instant time(Map<String, String[]> parameters, String name) {
        String text = one(parameters, name);
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new MalformedInput(
                    name,
                    "must be a time with offset such as 2026-11-20T10:00:00Z (write a + of an offset as %2B) but is: "
                            + text);
        }
    }

    private static @Nullable Long index(Map<String, String[]> parameters, String name) {
        String text = one(parameters, name);
        if (text == null) {
            return null;
        }
        try {
            long index = Long.parseLong(text);
            // A head of -1 is that of an empty log, which a manifest may have named.
            if (index < -1 || (index == -1 && !name.equals("head"))) {
                throw new MalformedInput(name, "must be a log index, from 0, but is: " + text);
            }
            return index;
        } catch (NumberFormatException e) {
            throw new MalformedInput(name, "must be a log index, from 0, but is: " + text);
        }
    }

    private static @Nullable String one(Map<String, String[]> parameters, String name) {
        String[] values = parameters.get(name);
        if (values == null || values.length == 0) {
            return null;
        }
        if (values.length > 1) {
            throw new MalformedInput(name, "is given " + values.length + " times; give it once");
        }
        if (values[0].isBlank()) {
            throw new MalformedInput(name, "is empty; give a value or leave it out");
        }
        return values[0];
    }
}
