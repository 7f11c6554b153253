package io.devicetrail.update.metadata;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A file that stands itself where it is read: whoever may write beside it could else have any file read, and given out,
 * that this process may read.
 */
public final class PlainFile {
    private PlainFile() {}

    /**
     * Whole.
     *
     * @param most bytes; a longer one is refused before it is in memory
     * @throws NoSuchFileException if nothing is there
     * @throws IOException if it is a symbolic link, a pipe or another thing that is no file, or longer
     */
    public static byte[] read(Path file, int most) throws IOException {
        BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!is.isRegularFile()) {
            throw new IOException(file + " is a link, or no file: put the file itself there");
        }
        try (InputStream in = Channels.newInputStream(
                Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            byte[] bytes = in.readNBytes(most);
            if (in.read() >= 0) {
                throw new IOException(file + " has more than " + most + " bytes");
            }
            return bytes;
        }
    }

    /** @throws IOException if it is a symbolic link, or no folder; nothing happens where nothing is */
    public static void requireNoLink(Path folder) throws IOException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(folder + " is a link, or no folder: put the folder itself there");
        }
    }
}
