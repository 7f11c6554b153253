package io.devicetrail.audit.copy.check.manifest;

import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.ledger.tree.TreeHash;
import io.devicetrail.audit.ledger.tree.TreeRange;
import io.devicetrail.audit.trail.TrailFilter;
import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A manifest of the second format as it was found. Nothing it says is believed before it was held against something.
 *
 * @param bytes of its file
 * @param ledger null for a copy without proof
 */
public record StatedManifest(
        byte[] bytes,
        TrailFilter filter,
        long head,
        long events,
        long entries,
        @Nullable Long firstIndex,
        @Nullable Long lastIndex,
        List<Stated> files,
        List<VerifierKey> keys,
        @Nullable Ledger ledger,
        @Nullable String unproven) {
    public static final String FORMAT = "devicetrail-audit-copy/2";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    static final JsonMapper JSON = JsonMapper.builder().build();

    public record Stated(String name, String format, long bytes, String sha256) {}

    /**
     * @param cosigned null in copies of a ledger without witnesses, and in older ones
     * @param stamped null in copies of a ledger without an authority, and in older ones
     */
    public record Ledger(
            String checkpoint,
            TreeRange range,
            @Nullable Attested cosigned,
            @Nullable Attested stamped) {}

    /**
     * A checkpoint with somebody else's word under it.
     *
     * @param right roots of the perfect subtrees of its tree behind the copy's leaves
     * @param answer of an authority, DER; null for witnesses
     */
    public record Attested(String checkpoint, List<TreeHash> right, byte @Nullable [] answer) {}

    /** Its format's name; empty where it has none. */
    public static String formatOf(byte[] bytes) {
        try {
            return JSON.readTree(bytes).path("format").asString("");
        } catch (JacksonException noJson) {
            return "";
        }
    }

    /** @throws NotVerified if it is not what a manifest of this format is */
    public static StatedManifest parse(byte[] bytes) {
        try {
            // First, as canonicalising recurses and the parser has a limit of depth.
            JsonNode json = JSON.readTree(bytes);
            if (!Arrays.equals(bytes, asWritten(bytes))) {
                throw new NotVerified("it is not one canonical line");
            }
            return new StatedManifest(
                    bytes,
                    filter(json.required("filter")),
                    number(json, "head"),
                    number(json, "events"),
                    number(json, "entries"),
                    numberOrNull(json, "firstIndex"),
                    numberOrNull(json, "lastIndex"),
                    files(json.required("files")),
                    texts(json.required("keys")).stream()
                            .map(VerifierKey::parse)
                            .toList(),
                    json.required("ledger").isNull() ? null : ledger(json.required("ledger")),
                    textOrNull(json, "unproven"));
        } catch (NotVerified differs) {
            throw differs;
        } catch (IOException | JacksonException | DateTimeException | IllegalArgumentException e) {
            throw new NotVerified("it cannot be read: " + e.getMessage(), e);
        } catch (RuntimeException refused) {
            // The domain refuses names and restrictions that no filter has.
            throw new NotVerified("it says what no copy is of: " + refused.getMessage(), refused);
        }
    }

    private static TrailFilter filter(JsonNode json) {
        String from = textOrNull(json, "from");
        String to = textOrNull(json, "to");
        return new TrailFilter(
                TenantId.of(text(json, "tenant")),
                textOrNull(json, "record"),
                from == null ? null : Instant.parse(from),
                to == null ? null : Instant.parse(to),
                numberOrNull(json, "first"),
                numberOrNull(json, "last"));
    }

    static List<Stated> files(JsonNode json) {
        List<Stated> files = new ArrayList<>();
        json.forEach(file ->
                files.add(new Stated(name(file), text(file, "format"), number(file, "bytes"), text(file, "sha256"))));
        return files;
    }

    private static String name(JsonNode file) {
        String name = text(file, "name");
        if (!NAME.matcher(name).matches()) {
            throw new NotVerified("it names a file as no copy does: " + name);
        }
        return name;
    }

    private static Ledger ledger(JsonNode json) {
        return new Ledger(
                text(json, "checkpoint"),
                new TreeRange(
                        number(json, "first"),
                        number(json, "events"),
                        hashes(json.required("left")),
                        hashes(json.required("right"))),
                attested(json.path("cosigned"), false),
                attested(json.path("stamped"), true));
    }

    private static @Nullable Attested attested(JsonNode json, boolean stamped) {
        if (json.isNull() || json.isMissingNode()) {
            return null;
        }
        return new Attested(
                text(json, "checkpoint"),
                hashes(json.required("right")),
                stamped ? Base64.getDecoder().decode(text(json, "answer")) : null);
    }

    private static List<TreeHash> hashes(JsonNode json) {
        return texts(json).stream().map(TreeHash::ofBase64).toList();
    }

    static List<String> texts(JsonNode json) {
        List<String> texts = new ArrayList<>();
        json.forEach(text -> texts.add(text.asString()));
        return texts;
    }

    static String text(JsonNode json, String name) {
        JsonNode value = json.required(name);
        if (!value.isString()) {
            throw new NotVerified("its " + name + " is no text");
        }
        return value.asString();
    }

    private static @Nullable String textOrNull(JsonNode json, String name) {
        return json.required(name).isNull() ? null : text(json, name);
    }

    private static long number(JsonNode json, String name) {
        return Long.parseLong(text(json, name));
    }

    private static @Nullable Long numberOrNull(JsonNode json, String name) {
        return json.required(name).isNull() ? null : (Long) number(json, name);
    }

    /** RFC 8785 and a line feed. */
    static byte[] asWritten(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return (new JsonCanonicalizer(text).getEncodedString() + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
