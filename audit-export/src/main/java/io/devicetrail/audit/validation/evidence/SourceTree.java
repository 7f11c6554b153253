package io.devicetrail.audit.validation.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A checkout: the modules below its top, and when anything that a build is made of was last written. */
public record SourceTree(Path top) {
    private static final String POM = "pom.xml";

    /** @throws ValidationRefused if it is no checkout of a Maven build */
    public static SourceTree at(Path top) throws ValidationRefused {
        if (!Files.isRegularFile(top.resolve(POM))) {
            throw new ValidationRefused(
                    "there is no " + POM + " in " + top + "; run the launcher of a checkout, or name one with --tree");
        }
        return new SourceTree(top.toAbsolutePath().normalize());
    }

    /** Folders with a pom of their own, by name. */
    public List<Path> modules() throws IOException {
        try (Stream<Path> folders = Files.list(top)) {
            return folders.filter(folder -> Files.isRegularFile(folder.resolve(POM)))
                    .sorted()
                    .toList();
        }
    }

    /** Where a build leaves its results, of the modules that have any. */
    public List<Path> reports() throws IOException {
        return modules().stream()
                .map(module -> module.resolve("target").resolve("surefire-reports"))
                .filter(Files::isDirectory)
                .toList();
    }

    List<Path> testSources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (Path module : modules()) {
            Path tests = module.resolve("src").resolve("test").resolve("java");
            if (Files.isDirectory(tests)) {
                try (Stream<Path> files = Files.walk(tests)) {
                    files.filter(file -> file.toString().endsWith(".java"))
                            .sorted()
                            .forEach(sources::add);
                }
            }
        }
        return sources;
    }

    /** When the youngest source was written: what was made before it was made from something else. */
    public Instant newest() throws IOException {
        Instant newest = written(top.resolve(POM));
        for (Path module : modules()) {
            newest = later(newest, written(module.resolve(POM)));
            Path sources = module.resolve("src");
            if (Files.isDirectory(sources)) {
                try (Stream<Path> files = Files.walk(sources)) {
                    newest = files.filter(Files::isRegularFile)
                            .map(SourceTree::writtenUnchecked)
                            .reduce(newest, SourceTree::later);
                }
            }
        }
        return newest;
    }

    /** As the pack names it: nothing of the machine above the tree. */
    public String name(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        return absolute.startsWith(top) ? top.relativize(absolute).toString() : String.valueOf(absolute.getFileName());
    }

    static Instant written(Path file) throws IOException {
        return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
    }

    private static Instant writtenUnchecked(Path file) {
        try {
            return written(file);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
