package io.devicetrail.audit.validation;

import io.devicetrail.audit.validation.ValidationPack.Evidence;
import io.devicetrail.audit.validation.evidence.Installation;
import io.devicetrail.audit.validation.evidence.SourceState;
import io.devicetrail.audit.validation.evidence.SourceTree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** A checkout of one module, with what its build left: sources of one hour, results of the next. */
final class SmallTree {
    static final Instant WRITTEN = Instant.parse("2026-11-20T10:00:00Z");
    static final Instant RUN = WRITTEN.plusSeconds(3_600);
    static final Instant MADE = RUN.plusSeconds(60);
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    static final SourceState CLEAN = new SourceState(COMMIT, List.of());

    private static final byte[] LIBRARY = "a library".getBytes(StandardCharsets.US_ASCII);

    final Path top;
    private final Path reports;
    private @Nullable Path demo;

    SmallTree(Path top) throws IOException {
        this.top = top;
        this.reports = top.resolve("pump/target/surefire-reports");
        Files.createDirectories(reports);
        write("pom.xml", "<project/>", WRITTEN);
        write("pump/pom.xml", "<project/>", WRITTEN);
    }

    /** @param body of the class, whose name is that of the file */
    SmallTree source(String name, String body) throws IOException {
        write(
                "pump/src/test/java/plant/" + name + ".java",
                "package plant;\n\nimport org.junit.jupiter.api.Test;\n\n" + body,
                WRITTEN);
        return this;
    }

    /** @param cases elements of the report */
    SmallTree result(String name, String cases) throws IOException {
        return result(name, cases, RUN);
    }

    SmallTree result(String name, String cases, Instant at) throws IOException {
        write(
                "pump/target/surefire-reports/TEST-plant." + name + ".xml",
                "<?xml version=\"1.0\"?>\n<testsuite name=\"plant." + name
                        + "\"><properties><property name=\"a\" value=\"b\"/></properties>" + cases + "</testsuite>",
                at);
        return this;
    }

    static String run(String type, String name, String inside) {
        return "<testcase name=\"" + name + "\" classname=\"plant." + type + "\" time=\"0.25\">" + inside
                + "<system-out>noise</system-out></testcase>";
    }

    /** All that is to be installed, and an SBOM that lists what is in it. */
    SmallTree built() throws Exception {
        for (String name : Installation.BUILT) {
            Path file = top.resolve(name);
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            try (OutputStream out = Files.newOutputStream(file);
                    ZipOutputStream zip = new ZipOutputStream(out)) {
                ZipEntry library = new ZipEntry("BOOT-INF/lib/library.jar");
                library.setTime(0);
                zip.putNextEntry(library);
                zip.write(LIBRARY);
            }
        }
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(LIBRARY));
        return sbom("1.6", hash);
    }

    SmallTree sbom(String version, String hash) throws IOException {
        write(
                "target/sbom.json",
                "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"" + version
                        + "\",\"components\":[{\"name\":\"library\",\"hashes\":[{\"alg\":\"SHA-256\",\"content\":\""
                        + hash + "\"}]}]}",
                RUN);
        return this;
    }

    SmallTree demo(String json) throws IOException {
        demo = write("target/demo.json", json, RUN);
        return this;
    }

    SmallTree shown() throws IOException {
        return demo("{\"ok\":true,\"seconds\":3.5,\"steps\":[{\"name\":\"Start\",\"ok\":true,\"seconds\":3.5,"
                + "\"figures\":{\"devices\":200,\"mqtt\":\"localhost\"}}]}");
    }

    ValidationPack pack(List<StatedRequirement> requirements) throws IOException {
        return pack(requirements, CLEAN);
    }

    ValidationPack pack(List<StatedRequirement> requirements, SourceState source) throws IOException {
        SortedMap<String, String> runtime = new TreeMap<>();
        runtime.put("Java", "25");
        return ValidationPack.of(
                new Evidence(SourceTree.at(top), List.of(reports), top.resolve("target/sbom.json"), demo),
                source,
                "1.0",
                runtime,
                requirements,
                MADE);
    }

    static StatedRequirement requirement(String id) {
        return new StatedRequirement(id, "21 CFR Part 11", id, "Words of " + id + ".", "Does " + id + ".", null);
    }

    Path write(String name, String text, Instant at) throws IOException {
        Path file = top.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, text);
        return Files.setLastModifiedTime(file, FileTime.from(at));
    }
}
