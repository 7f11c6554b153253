package io.devicetrail.audit.validation.evidence;

import io.devicetrail.audit.report.pdf.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * What would be installed (IQ): the files that the build made, and whether each library in them is one that the SBOM
 * lists, by its hash.
 *
 * @param sbom null where there is none
 * @param libraries how many libraries the files have in them
 * @param unlisted those of them that the SBOM does not list
 * @param open what keeps it from passing, a line each
 */
public record Installation(
        List<Artifact> artifacts, @Nullable Sbom sbom, int libraries, List<String> unlisted, List<String> open) {
    /**
     * From the top of the tree. What the third holds comes from its maker, and runs as a process of its own; the last has
     * classes of libraries that the first has whole.
     */
    public static final List<String> BUILT = List.of(
            "app/target/devicetrail.jar",
            "edge-bridge/target/edge-bridge.jar",
            "app/target/parts/elasticsearch.zip",
            "update-agent/target/update-agent.jar",
            "audit-export/target/devicetrail-verify.jar");

    private static final String LIBRARIES = "BOOT-INF/lib/";

    /** @param sha256 lower-case hexadecimal */
    public record Artifact(String name, long bytes, String sha256) {}

    /** @param sbom null, or where it is, or would be */
    public static Installation of(SourceTree tree, @Nullable Path sbom) throws IOException {
        List<String> open = new ArrayList<>();
        List<Artifact> artifacts = new ArrayList<>();
        @Nullable Sbom listed = null;
        if (sbom == null || !Files.isRegularFile(sbom)) {
            open.add("there is no SBOM");
        } else {
            listed = Sbom.parse(Files.readAllBytes(sbom));
        }
        List<String> unlisted = new ArrayList<>();
        int libraries = 0;
        for (String name : BUILT) {
            Path file = tree.top().resolve(name);
            if (!Files.isRegularFile(file)) {
                open.add(name + " was not built");
                continue;
            }
            try (InputStream in = Files.newInputStream(file)) {
                artifacts.add(new Artifact(name, Files.size(file), sha256(in)));
            }
            libraries += libraries(file, name, listed, unlisted);
        }
        if (!unlisted.isEmpty()) {
            open.add("the SBOM does not list " + unlisted.size() + " of the libraries in the files");
        }
        return new Installation(List.copyOf(artifacts), listed, libraries, List.copyOf(unlisted), List.copyOf(open));
    }

    public Standing standing() {
        return open.isEmpty() ? Standing.PASSED : Standing.OPEN;
    }

    private static int libraries(Path file, String name, @Nullable Sbom sbom, List<String> unlisted)
            throws IOException {
        int libraries = 0;
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream()
                    .filter(one -> one.getName().startsWith(LIBRARIES) && !one.isDirectory())
                    .toList()) {
                libraries++;
                try (InputStream in = zip.getInputStream(entry)) {
                    if (sbom == null || !sbom.sha256().contains(sha256(in))) {
                        unlisted.add(name + ": " + entry.getName().substring(LIBRARIES.length()));
                    }
                }
            }
        }
        return libraries;
    }

    private static String sha256(InputStream in) throws IOException {
        MessageDigest digest = Sha256.digest();
        new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
        return HexFormat.of().formatHex(digest.digest());
    }
}
