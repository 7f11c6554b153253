package io.devicetrail.audit.verify;

import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.report.AuditReport;
import io.devicetrail.audit.report.ReportCheck;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whether a folder of the first format ({@code devicetrail-audit-copy/1}) holds the files that its manifest names, all of
 * them, and nothing else but the ledger's keys and a checkpoint they signed. That shows damage, not forgery: nothing in
 * such a folder says who made the manifest, and what it says about the export as a whole, such as its filter, is held
 * against nothing.
 */
public final class CopyCheck {
    public static final String MANIFEST = "manifest.json";
    /** Signed note over the manifest and the CMS signature, by a key of the ledger. */
    public static final String NOTE = "manifest.json.note";
    /** Detached CMS signature over the manifest, DER. */
    public static final String CMS = "manifest.json.p7s";
    /** The ledger's public keys at the export, a verifier key a line. */
    public static final String KEYS = "ledger-key.txt";
    /** The ledger's checkpoint at the export. */
    public static final String CHECKPOINT = "ledger-checkpoint.txt";
    /** The checkpoint that witnesses had cosigned last, with their lines. */
    public static final String COSIGNED = "ledger-cosigned.txt";
    /** A checkpoint that an authority had stamped, to the byte. */
    public static final String STAMPED = "ledger-timestamp.txt";
    /** The authority's answer about it, RFC 3161 TimeStampResp, DER. */
    public static final String TIMESTAMP = "ledger-timestamp.tsr";

    /** The format that has an entry in each line. */
    private static final String LINES = "jsonl";

    private CopyCheck() {}

    /** @return what differs, a line each; the manifest first, then the files it names, then those it does not */
    public static List<String> of(Path folder) throws IOException {
        List<String> differences = new ArrayList<>();
        // A report says who asked for it when: no manifest names it, and it is held against the entries.
        Set<String> named = new HashSet<>(Set.of(MANIFEST, AuditReport.FILE_NAME));
        byte[] bytes = Files.readAllBytes(folder.resolve(MANIFEST));
        try {
            JsonNode manifest = JsonMapper.builder().build().readTree(bytes);
            if (!isAsWritten(bytes)) {
                differences.add(MANIFEST + " was changed: it is not one canonical line");
            }
            for (JsonNode listed : manifest.required("files")) {
                String name = listed.required("name").asString();
                named.add(name);
                compare(folder, name, listed, manifest, differences);
                if (listed.required("format").asString().equals(LINES)) {
                    report(folder, listed.required("sha256").asString(), differences);
                }
            }
        } catch (JacksonException e) {
            differences.add(MANIFEST + " cannot be read: " + e.getOriginalMessage());
            return differences;
        }
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !named.contains(name) && !name.equals(KEYS) && !name.equals(CHECKPOINT))
                    .sorted()
                    .forEach(name -> differences.add(name + " was added: the manifest does not name it"));
        }
        ledger(folder, differences);
        return differences;
    }

    private static void report(Path folder, String entries, List<String> differences) throws IOException {
        Path report = folder.resolve(AuditReport.FILE_NAME);
        if (Files.exists(report)) {
            ReportCheck.of(report, entries).ifPresent(differences::add);
        }
    }

    /** Copies made before the ledger went with them have neither file. */
    private static void ledger(Path folder, List<String> differences) throws IOException {
        Path keyFile = folder.resolve(KEYS);
        Path checkpoint = folder.resolve(CHECKPOINT);
        if (!Files.exists(keyFile) && !Files.exists(checkpoint)) {
            return;
        }
        try {
            List<VerifierKey> keys =
                    Files.readString(keyFile).lines().map(VerifierKey::parse).toList();
            if (!SignedNote.parse(Files.readAllBytes(checkpoint))
                    .verifiedBy(keys)
                    .containsAll(keys)) {
                differences.add(CHECKPOINT + " lacks a signature of one of the keys in " + KEYS);
            }
        } catch (NoSuchFileException missing) {
            differences.add(Path.of(missing.getFile()).getFileName() + " is missing");
        } catch (NotVerified | MalformedInputException e) {
            differences.add(CHECKPOINT + " or " + KEYS + " was changed: " + e.getMessage());
        }
    }

    private static void compare(Path folder, String name, JsonNode listed, JsonNode manifest, List<String> differences)
            throws IOException {
        Path file = folder.resolve(name);
        if (!folder.normalize().equals(file.normalize().getParent()) || !Files.isRegularFile(file)) {
            differences.add(name + " is missing");
        } else if (!sha256(file).equals(listed.required("sha256").asString())) {
            differences.add(name + " was changed");
        } else if (!Long.toString(Files.size(file))
                .equals(listed.required("bytes").asString())) {
            differences.add(MANIFEST + " was changed: it gives another size for " + name);
        } else if (listed.required("format").asString().equals(LINES)) {
            entries(file, manifest, differences);
        }
    }

    /** The manifest's own numbers, from the file in which every line is an entry. */
    private static void entries(Path file, JsonNode manifest, List<String> differences) throws IOException {
        JsonMapper json = JsonMapper.builder().build();
        long entries = 0;
        @Nullable String first = null;
        @Nullable String last = null;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                entries++;
                last = line;
                first = first == null ? line : first;
            }
        }
        differs("entries", Long.toString(entries), manifest, differences);
        differs("firstIndex", first == null ? null : index(json, first), manifest, differences);
        differs("lastIndex", last == null ? null : index(json, last), manifest, differences);
    }

    private static String index(JsonMapper json, String line) {
        return json.readTree(line).required("index").asString();
    }

    private static void differs(String what, @Nullable String counted, JsonNode manifest, List<String> differences) {
        JsonNode told = manifest.required(what);
        if (!Objects.equals(told.isNull() ? null : told.asString(), counted)) {
            differences.add(MANIFEST + " was changed: its " + what + " is " + told.asString() + ", but the files have "
                    + counted);
        }
    }

    /** RFC 8785 and a line feed. */
    private static boolean isAsWritten(byte[] manifest) {
        String text = new String(manifest, StandardCharsets.UTF_8);
        try {
            return (new JsonCanonicalizer(text).getEncodedString() + "\n").equals(text);
        } catch (IOException noJson) {
            return false;
        }
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
