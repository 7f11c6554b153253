package io.devicetrail.audit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;

/** An entry is canonical, and differs whenever anything stored differs. */
class LedgerEntryTest {
    private static final byte[] METADATA = bytes("{\"tenant\": \"acme\", \"actorId\": \"Zoë \\\"Z\\\"\"}");

    private static LogRow row(String aggregate, String payload) {
        return new LogRow(
                9_007_199_254_740_993L,
                null,
                aggregate,
                3,
                "e",
                "c\n\u0001\"",
                2,
                "device.DeviceTagged",
                1,
                Instant.parse("2026-11-20T10:00:00.1234Z"),
                bytes(payload),
                METADATA);
    }

    @Test
    void anEntryReadsAsTheStoredEvent() {
        assertThat(text(row("a", "{\"z\": 1.50, \"a\": [true]}"))).isEqualTo("""
                {"aggregateId":"a","commandId":"c\\n\\u0001\\"","commandOrdinal":2,"eventId":"e",\
                "index":"9007199254740993","metadata":{"actorId":"Zoë \\"Z\\"","tenant":"acme"},\
                "metadataSha256":"METADATA","name":"device.DeviceTagged","payload":{"a":[true],"z":1.5},\
                "payloadSha256":"PAYLOAD","recordedAt":"2026-11-20T10:00:00.123400Z","revision":1,"sequence":"3"}""".replace("METADATA", sha256(METADATA))
                .replace("PAYLOAD", sha256(bytes("{\"z\": 1.50, \"a\": [true]}"))));
    }

    @Test
    void anEntryIsCanonicalWhateverIsInIt() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder name = new StringBuilder();
            for (int c = random.nextInt(12); c >= 0; c--) {
                name.appendCodePoint(List.of(random.nextInt(0x80), random.nextInt(0xd800), 0x1f600)
                        .get(random.nextInt(3)));
            }
            String entry = text(row(name.toString(), "{\"n\":" + random.nextDouble() * 1e21 + "}"));
            assertThat(new JsonCanonicalizer(entry).getEncodedString())
                    .as("seed %d", seed)
                    .isEqualTo(entry);
        }
    }

    @Test
    void whatCanonicalisingHidesIsStillSeen() {
        assertThat(text(row("a", "{\"n\":9007199254740993}"))).isNotEqualTo(text(row("a", "{\"n\":9007199254740992}")));
        assertThat(text(row("a", "{\"n\": 1}"))).isNotEqualTo(text(row("a", "{\"n\":1}")));
    }

    @Test
    void whatIsNoJsonHasItsPlaceToo() throws IOException {
        String entry = text(row("a", "{\"n\":"));
        assertThat(entry).contains("\"payloadBase64\":\"eyJuIjo=\",\"payloadSha256\":");
        assertThat(new JsonCanonicalizer(entry).getEncodedString()).isEqualTo(entry);
    }

    /** The canonicaliser recurses: what is nested too deeply would end the thread that follows the log. */
    @Test
    void whatIsNestedTooDeeplyIsTakenAsWhatIsNoJson() {
        for (int depth : new int[] {501, 100_000}) {
            String payload = "[".repeat(depth) + "]".repeat(depth);
            LedgerEntry entry = LedgerEntry.of(row("a", payload));
            byte[] body = entry.body();
            String whole = new String(body == null ? entry.bytes() : body, StandardCharsets.UTF_8);
            assertThat(whole)
                    .contains("\"payloadBase64\":\"" + Base64.getEncoder().encodeToString(bytes(payload)) + '"');
        }
        for (String fine : List.of(
                "[".repeat(500) + "]".repeat(500),
                "{\"t\":\"" + "[{\\\"".repeat(501) + "\"}",
                "[" + "[],".repeat(501) + "{}]")) {
            assertThat(text(row("a", fine))).contains("\"payload\":" + fine + ',');
        }
    }

    private static String text(LogRow row) {
        return new String(LedgerEntry.of(row).bytes(), StandardCharsets.UTF_8);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
