package io.devicetrail.audit.ledger;

import io.devicetrail.audit.ledger.note.SignatureType;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.NotVerified;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An entry by which a ledger passes from one generation of keys to the next. It counts only where the keys that it takes
 * over from are in force, and the checkpoint that ends with it is the last that those may sign.
 *
 * @param index of the entry
 */
public record KeyHandover(long index, List<VerifierKey> from, List<VerifierKey> to) {
    /** Name of the event in the catalogue. */
    static final String EVENT = "ledger.LedgerKeyRotated";

    private static final String NAMED = "\"name\":\"" + EVENT + "\"";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What the entry says about that ledger's keys; empty if it is about something else, or makes no sense. */
    public static Optional<KeyHandover> in(long index, byte[] entry, String origin) {
        if (!new String(entry, StandardCharsets.ISO_8859_1).contains(NAMED)) {
            return Optional.empty();
        }
        try {
            JsonNode event = JSON.readTree(entry);
            JsonNode payload = event.path("payload");
            List<VerifierKey> from = keys(payload.path("from"), origin);
            List<VerifierKey> to = keys(payload.path("to"), origin);
            boolean meant = event.path("name").asString("").equals(EVENT)
                    && payload.path("ledger").asString("").equals(origin)
                    && isGeneration(from)
                    && isGeneration(to);
            return meant ? Optional.of(new KeyHandover(index, from, to)) : Optional.empty();
        } catch (JacksonException | NotVerified senseless) {
            return Optional.empty();
        }
    }

    /** Size of the last checkpoint that the former keys signed. */
    public long size() {
        return index + 1;
    }

    /** Where that checkpoint is kept, relative to the log's prefix. */
    public static String path(long index) {
        return "rotation/" + index;
    }

    /** Half of a generation, or one in another order, would be read in one way here and in another there. */
    private static boolean isGeneration(List<VerifierKey> keys) {
        return keys.stream()
                .map(VerifierKey::type)
                .toList()
                .equals(List.of(SignatureType.ED25519, SignatureType.ML_DSA_44));
    }

    private static List<VerifierKey> keys(JsonNode texts, String origin) {
        List<VerifierKey> keys = new ArrayList<>();
        for (JsonNode text : texts) {
            VerifierKey key = VerifierKey.parse(text.asString(""));
            if (!key.name().equals(origin)) {
                throw new NotVerified("a key of another ledger: " + key.name());
            }
            keys.add(key);
        }
        return keys;
    }
}
