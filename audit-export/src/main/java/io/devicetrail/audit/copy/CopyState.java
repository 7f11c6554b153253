package io.devicetrail.audit.copy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is kept of a copy that is being made, beside its files. <i>Crash:</i> a new one is there whole, or the one before.
 * One that cannot be read is none, and the copy is begun anew.
 */
final class CopyState {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String FIXED = "fixed.json";
    private static final String PLACE = "place.json";

    private final Path folder;

    CopyState(Path folder) {
        this.folder = folder;
    }

    /**
     * What the ledger said when the copy was begun; see {@link FixedCopy}.
     *
     * @param software version that wrote the bytes that are there; null where an older one did not say it
     */
    record Fixed(
            @Nullable String checkpoint,
            CopyManifest.@Nullable Attested cosigned,
            CopyManifest.@Nullable Attested stamped,
            List<String> keys,
            @Nullable String software) {}

    /**
     * A place to go on from.
     *
     * @param next index of the first event that was not read
     * @param bytes of each file, which survive a crash
     */
    record Place(long next, CopyPass.Mark mark, Map<String, Long> bytes) {}

    Optional<Fixed> fixed() throws IOException {
        return read(FIXED, Fixed.class);
    }

    void fix(Fixed fixed) throws IOException {
        write(FIXED, fixed);
    }

    Optional<Place> place() throws IOException {
        return read(PLACE, Place.class);
    }

    void mark(Place place) throws IOException {
        write(PLACE, place);
    }

    void forgetPlace() throws IOException {
        Files.deleteIfExists(folder.resolve(PLACE));
    }

    private <T> Optional<T> read(String name, Class<T> type) throws IOException {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(folder.resolve(name)), type));
        } catch (NoSuchFileException | JacksonException none) {
            return Optional.empty();
        }
    }

    private void write(String name, Object content) throws IOException {
        Path fresh = folder.resolve(name + ".new");
        try (PartFile file = new PartFile(fresh, 0, taken -> {})) {
            file.fingerprint().write(JSON.writeValueAsBytes(content));
            file.sync();
        }
        Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
