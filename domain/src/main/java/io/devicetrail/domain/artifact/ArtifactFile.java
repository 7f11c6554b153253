package io.devicetrail.domain.artifact;

import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Shape;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is on record of a file. Commands take it {@link #checked}; the record itself takes anything, as events hold it.
 *
 * @param sha256 of its bytes (FIPS 180-4), in lower-case hexadecimal
 * @param size in bytes, at least 1
 * @param fileName as whoever uploaded it called it, without folders; nothing is stored under it
 * @param mediaType RFC 2046, in lower case and without parameters
 */
public record ArtifactFile(String sha256, long size, String fileName, String mediaType) {
    /** Largest file, in bytes: 1 TiB. Far below 2^53, above which JSON numbers are not exact. */
    public static final long LARGEST = 1L << 40;

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern MEDIA_TYPE =
            Pattern.compile("[a-z0-9][a-z0-9!#$&^_.+-]{0,62}/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}");

    /** @throws MalformedInput for what is out of bounds, with its field */
    public ArtifactFile checked() {
        if (size < 1 || size > LARGEST) {
            throw new MalformedInput("size", "must be between 1 and " + LARGEST + " bytes");
        }
        return new ArtifactFile(sha256("sha256", sha256), size, plainName(fileName), mediaType(mediaType));
    }

    /** @throws MalformedInput if it is no SHA-256 in lower-case hexadecimal */
    public static String sha256(String field, @Nullable String sha256) {
        if (sha256 == null || !SHA256.matcher(sha256).matches()) {
            throw new MalformedInput(field, "must be 64 of 0-9 and a-f");
        }
        return sha256;
    }

    /** It comes back in headers and on people's disks, where it must lead nowhere. */
    private static String plainName(String name) {
        String text = Shape.text("fileName", name);
        if (text.contains("/") || text.contains("\\") || text.equals(".") || text.equals("..")) {
            throw new MalformedInput("fileName", "must be a name without folders");
        }
        return text;
    }

    private static String mediaType(String type) {
        String text = Shape.text("mediaType", type).toLowerCase(Locale.ROOT);
        if (!MEDIA_TYPE.matcher(text).matches()) {
            throw new MalformedInput("mediaType", "must be a media type without parameters, such as application/zip");
        }
        return text;
    }
}
