package io.devicetrail.audit.verify;

import io.devicetrail.audit.ledger.EntrySource;
import io.devicetrail.audit.ledger.LogRow;
import io.devicetrail.domain.signature.LogGap;
import io.devicetrail.domain.signature.SignatureCheck;
import io.devicetrail.domain.signature.SignatureSurvey;
import io.devicetrail.domain.signature.StoredEntry;
import io.devicetrail.domain.signature.StoredJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.erdtman.jcs.JsonCanonicalizer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks every electronic signature of a log (21 CFR 11.70). The log is read twice, page by page; held is what signatures
 * name, and no more.
 */
public final class StoredSignatures {
    /** Most rows that are read at once. */
    private static final int PAGE = 1_000;
    /** Most findings that are told one by one. */
    private static final int MOST_TOLD = 100;

    static final StoredJson JSON = new Json();

    private StoredSignatures() {}

    /**
     * What was found.
     *
     * @param counts of each finding that there was
     * @param wrong signatures that do not hold, and gaps of the log
     * @param findings the first of these
     */
    public record Found(Map<SignatureCheck.Finding, Integer> counts, int wrong, List<Verdict.Finding> findings) {}

    /**
     * A row that cannot be read is missing, as is one that is gone.
     *
     * @throws IOException if the log cannot be read, which says nothing about whether it is right
     */
    public static Found in(EntrySource log) throws IOException {
        SignatureSurvey survey = new SignatureSurvey(JSON);
        // What is appended between the two readings, nobody surveyed.
        long last = read(log, Long.MAX_VALUE, survey::read);
        SignatureCheck check = new SignatureCheck(survey, 0, JSON);
        read(log, last, check::read);
        check.end(last);
        return found(check);
    }

    /** @return index of the last event, at most {@code last}; -1 if there is none */
    private static long read(EntrySource log, long last, Consumer<StoredEntry> reader) throws IOException {
        long[] end = {-1};
        long next = 0;
        long from = -1;
        while (from < next && next <= last && end[0] < Long.MAX_VALUE) {
            from = next;
            boolean[] given = {false};
            EntrySource.Sink rows = row -> {
                if (row.index() <= last) {
                    reader.accept(entry(row));
                }
                given[0] = true;
                end[0] = row.index();
            };
            next = ReadableRows.read(log, from, PAGE, rows, (index, why) -> end[0] = index);
            if (next > from && !given[0]) {
                throw new IOException("of the log no row from event " + from + " to " + (next - 1) + " can be read");
            }
        }
        return Math.min(last, end[0]);
    }

    private static StoredEntry entry(LogRow row) {
        return new StoredEntry(
                row.index(), row.aggregateId(), row.name(), row.revision(), row.payload(), row.metadata());
    }

    private static Found found(SignatureCheck check) {
        Map<SignatureCheck.Finding, Integer> counts = new EnumMap<>(SignatureCheck.Finding.class);
        List<Verdict.Finding> findings = new ArrayList<>();
        int wrong = 0;
        for (Map.Entry<Long, SignatureCheck.Finding> one : check.findings().entrySet()) {
            counts.merge(one.getValue(), 1, Integer::sum);
            if (!one.getValue().holds()) {
                wrong++;
                told(findings, one.getKey(), "the signature does not hold: " + one.getValue());
            }
        }
        for (LogGap gap : check.missing()) {
            wrong++;
            told(findings, gap.from(), "the log lacks the events up to " + gap.to() + "; signatures may be among them");
        }
        return new Found(counts, wrong, List.copyOf(findings));
    }

    private static void told(List<Verdict.Finding> findings, long index, String what) {
        if (findings.size() < MOST_TOLD) {
            findings.add(new Verdict.Finding(index, what));
        }
    }

    private static final class Json implements StoredJson {
        private static final JsonMapper MAPPER = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

        @Override
        public Map<String, Object> read(byte[] json) {
            try {
                return MAPPER.readValue(json, OBJECT);
            } catch (JacksonException e) {
                throw new IllegalArgumentException("no JSON object", e);
            }
        }

        @Override
        public byte[] canonical(byte[] json) {
            try {
                return new JsonCanonicalizer(json).getEncodedUTF8();
            } catch (IOException e) {
                throw new IllegalArgumentException("no JSON", e);
            }
        }
    }
}
