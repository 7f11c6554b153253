package io.devicetrail.artifacts.updates;

import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.update.metadata.PlainFile;
import io.devicetrail.update.metadata.repository.RepositoryDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What devices are given: files of metadata that stand themselves where they are read, and begin as those do. Whoever
 * may write there could else have any file given out that this process may read, such as a key.
 */
final class PublishedFiles {
    private static final Pattern NAME =
            Pattern.compile("timestamp\\.json|[1-9][0-9]{0,15}\\.(?:root|targets|snapshot)\\.json");
    /** As all of them are written, so that the longest need not be parsed for each device. */
    private static final byte[] BEGINNING = "{\"signatures\":[".getBytes(StandardCharsets.US_ASCII);

    private final ReleaseLists lists;

    PublishedFiles(ReleaseLists lists) {
        this.lists = lists;
    }

    Optional<byte[]> read(TenantId tenant, String file) throws IOException {
        if (!NAME.matcher(file).matches()) {
            return Optional.empty();
        }
        Path folder = lists.folder(tenant);
        Path metadata = TenantRepository.metadataIn(folder);
        PlainFile.requireNoLink(folder);
        PlainFile.requireNoLink(metadata);
        try {
            byte[] bytes = PlainFile.read(metadata.resolve(file), RepositoryDirectory.MOST_BYTES);
            if (!Arrays.equals(bytes, 0, Math.min(bytes.length, BEGINNING.length), BEGINNING, 0, BEGINNING.length)) {
                throw new IOException(metadata.resolve(file) + " is no metadata: put the folder back from a copy");
            }
            return Optional.of(bytes);
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }
}
