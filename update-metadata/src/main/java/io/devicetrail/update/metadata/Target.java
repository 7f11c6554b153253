package io.devicetrail.update.metadata;

import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * One image.
 *
 * @param path by which it is asked for: levels of letters, digits and {@code . _ -}, none of them a dot or two
 * @param length in bytes
 * @param sha256 lower-case hexadecimal
 */
public record Target(String path, long length, String sha256, Suits suits) {
    /** Longest path. */
    public static final int LONGEST_PATH = 200;

    private static final Pattern LEVEL = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");

    public Target {
        // A path becomes part of an address and of a file's name, so nothing in it may lead elsewhere.
        if (path.length() > LONGEST_PATH
                || path.endsWith("/")
                || !Pattern.compile("/")
                        .splitAsStream(path)
                        .allMatch(each -> LEVEL.matcher(each).matches())) {
            throw new UpdateRefused(Refusal.MALFORMED_METADATA, "a target has no path such as hc2a/2.1.0.bin");
        }
        if (!Fields.isHex(sha256, Digest.BYTES) || length < 1) {
            throw new UpdateRefused(Refusal.MALFORMED_METADATA, path + " has no SHA-256 in lower case, or no length");
        }
    }

    static Target read(String path, Fields fields) {
        return new Target(
                path,
                fields.number("length", 1),
                fields.object("hashes").hex("sha256", Digest.BYTES),
                Suits.read(fields.object("custom")));
    }

    void writeTo(ObjectNode json) {
        json.put("length", length).putObject("hashes").put("sha256", sha256);
        suits.writeTo(json.putObject("custom"));
    }

    /** Where it is served, below {@code targets/}: with consistent snapshots its hash stands before its name. */
    public String publishedName() {
        int name = path.lastIndexOf('/') + 1;
        return path.substring(0, name) + sha256 + "." + path.substring(name);
    }
}
