package io.devicetrail.audit.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whether an exported folder's files are those its manifest names. That shows damage, not forgery. */
public final class CopyCheck {
    public static final String MANIFEST = "manifest.json";

    private CopyCheck() {}

    /** @return what differs, a line each */
    public static List<String> of(Path folder) throws IOException {
        List<String> differences = new ArrayList<>();
        try {
            JsonNode manifest = JsonMapper.builder().build().readTree(Files.readAllBytes(folder.resolve(MANIFEST)));
            for (JsonNode listed : manifest.required("files")) {
                String name = listed.required("name").asString();
                Path file = folder.resolve(name);
                if (!folder.normalize().equals(file.normalize().getParent()) || !Files.isRegularFile(file)) {
                    differences.add(name + " is missing");
                } else if (!sha256(file).equals(listed.required("sha256").asString())) {
                    differences.add(name + " was changed");
                }
            }
        } catch (JacksonException e) {
            differences.add(MANIFEST + " cannot be read: " + e.getOriginalMessage());
        }
        return differences;
    }

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
