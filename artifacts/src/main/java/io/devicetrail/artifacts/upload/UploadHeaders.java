package io.devicetrail.artifacts.upload;

import io.devicetrail.domain.artifact.ArtifactFile;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.tenant.TenantId;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a request of tus says. */
record UploadHeaders(HttpServletRequest request) {
    static final String VERSION = "1.0.0";
    static final String RESUMABLE = "Tus-Resumable";
    static final String OFFSET = "Upload-Offset";
    static final String LENGTH = "Upload-Length";
    static final String METADATA = "Upload-Metadata";
    static final String PIECE = "application/offset+octet-stream";

    void requireVersion() {
        if (!VERSION.equals(request.getHeader(RESUMABLE))) {
            throw new UploadRefusal(
                    UploadRefusal.WRONG_VERSION,
                    "WRONG_VERSION",
                    "Uploads speak tus 1.0.0: send the header Tus-Resumable: 1.0.0.");
        }
    }

    TenantId tenant() {
        return TenantId.of(request.getParameter("tenant"));
    }

    long offset() {
        return number(OFFSET);
    }

    void requirePiece() {
        if (!PIECE.equals(request.getContentType())) {
            throw new UploadRefusal(
                    UploadRefusal.WRONG_TYPE,
                    "WRONG_TYPE",
                    "Send a piece of an upload as Content-Type: " + PIECE + ".");
        }
    }

    /** As {@code filename}, {@code filetype} and {@code sha256} of the metadata say it. */
    ArtifactFile file() {
        Map<String, String> metadata = metadata(request.getHeader(METADATA));
        return new ArtifactFile(
                        required(metadata, "sha256"),
                        number(LENGTH),
                        required(metadata, "filename"),
                        required(metadata, "filetype"))
                .checked();
    }

    private long number(String header) {
        String value = request.getHeader(header);
        try {
            if (value != null
                    && value.length() <= String.valueOf(Long.MAX_VALUE).length()) {
                long number = Long.parseLong(value);
                if (number >= 0) {
                    return number;
                }
            }
        } catch (NumberFormatException e) {
            // Answered below, like one that is missing.
        }
        throw new MalformedInput(header, "must be a number of bytes");
    }

    private static String required(Map<String, String> metadata, String key) {
        String value = metadata.get(key);
        if (value == null) {
            throw new MalformedInput(METADATA, "must have " + key);
        }
        return value;
    }

    /** {@code key base64,key base64}. */
    private static Map<String, String> metadata(@Nullable String header) {
        Map<String, String> metadata = new HashMap<>();
        if (header == null) {
            return metadata;
        }
        for (String pair : header.split(",", -1)) {
            String[] words = pair.strip().split(" ", 2);
            try {
                metadata.put(
                        words[0],
                        words.length == 1
                                ? ""
                                : new String(Base64.getDecoder().decode(words[1].strip()), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                throw new MalformedInput(METADATA, "must have its values in Base64");
            }
        }
        return metadata;
    }
}
