package io.devicetrail.audit.copy.check.manifest;

import io.devicetrail.audit.verify.Verdict.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Whether a folder has the files that its manifest names, as it names them, and no others. */
public final class StatedFiles {
    private StatedFiles() {}

    /** @param beside the manifest and what stands beside it */
    public static List<Finding> check(Path folder, List<StatedManifest.Stated> files, Set<String> beside)
            throws IOException {
        List<Finding> findings = new ArrayList<>();
        Set<String> named = new HashSet<>(beside);
        for (StatedManifest.Stated file : files) {
            if (!named.add(file.name())) {
                tell(findings, "manifest.json names " + file.name() + " twice");
            }
            check(folder, file, findings);
        }
        try (Stream<Path> there = Files.list(folder)) {
            there.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !named.contains(name))
                    .sorted()
                    .forEach(name -> tell(findings, name + " was added: the manifest does not name it"));
        }
        return findings;
    }

    private static void check(Path folder, StatedManifest.Stated stated, List<Finding> findings) throws IOException {
        Path file = folder.resolve(stated.name());
        if (!folder.normalize().equals(file.normalize().getParent()) || !Files.isRegularFile(file)) {
            tell(findings, stated.name() + " is missing");
        } else if (!sha256(file).equals(stated.sha256())) {
            tell(findings, stated.name() + " was changed");
        } else if (Files.size(file) != stated.bytes()) {
            tell(findings, "manifest.json gives another size for " + stated.name());
        }
    }

    private static void tell(List<Finding> findings, String what) {
        findings.add(new Finding(Finding.NOT_OF_AN_EVENT, what));
    }

    public static String sha256(Path file) throws IOException {
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
