package io.devicetrail.audit.copy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * A folder that appears whole or not at all: written under a temporary name beside its place, synced, renamed. What is
 * not moved into place is removed on close and, where Ctrl-C gives the chance, at the end of the JVM.
 */
public final class NewFolder implements AutoCloseable {
    private final Path place;
    private final Path partial;
    private final Thread removal = new Thread(this::removeQuietly, "remove-partial-export");
    private boolean inPlace;

    private NewFolder(Path place, Path partial) {
        this.place = place;
        this.partial = partial;
    }

    /** @throws ExportFailed if the place is taken or cannot be written */
    public static NewFolder beside(Path place) throws ExportFailed {
        Path absolute = place.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        if (parent == null || Files.exists(absolute)) {
            throw new ExportFailed(place + " exists; name a folder that does not, an earlier copy is never replaced");
        }
        try {
            Files.createDirectories(parent);
            NewFolder folder = new NewFolder(
                    absolute, Files.createTempDirectory(parent, "." + absolute.getFileName() + ".partial-"));
            Runtime.getRuntime().addShutdownHook(folder.removal);
            return folder;
        } catch (IOException e) {
            throw new ExportFailed("no folder can be made in " + parent + ": " + e.getMessage(), e);
        }
    }

    /** @throws ExportFailed if the name would lead out of the folder */
    public Path file(String name) throws ExportFailed {
        Path file = partial.resolve(name);
        if (!partial.equals(file.normalize().getParent())) {
            throw new ExportFailed("the server named a file outside of the copy: " + name);
        }
        return file;
    }

    public void moveIntoPlace() throws IOException {
        try (Stream<Path> files = Files.list(partial)) {
            for (Path file : files.toList()) {
                sync(file, StandardOpenOption.WRITE);
            }
        }
        sync(partial, StandardOpenOption.READ);
        if (Files.exists(place)) {
            throw new ExportFailed(place + " came into being meanwhile; an earlier copy is never replaced");
        }
        Files.move(partial, place, StandardCopyOption.ATOMIC_MOVE);
        inPlace = true;
        Path parent = place.getParent();
        if (parent != null) {
            sync(parent, StandardOpenOption.READ);
        }
    }

    private static void sync(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }

    @Override
    public void close() {
        if (!inPlace) {
            removeQuietly();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(removal);
        } catch (IllegalStateException e) {
            // The JVM is going down: the hook runs or has run.
            return;
        }
    }

    /** A partial folder that cannot be removed is plainly named as one. */
    private void removeQuietly() {
        if (!Files.isDirectory(partial)) {
            return;
        }
        try (Stream<Path> files = Files.list(partial)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(partial);
        } catch (IOException | UncheckedIOException e) {
            System.getLogger(NewFolder.class.getName()).log(System.Logger.Level.WARNING, "left behind: " + partial, e);
        }
    }
}
