package io.devicetrail.artifacts.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryStoreTest {
    private static final String HASH = "eeae8cf618cc849d815e087991bf2a5f7fc061ba08ef666e7483fb1e5d26f014";

    @TempDir
    Path folder;

    private DirectoryStore store;

    @BeforeEach
    void store() {
        store = new DirectoryStore(folder);
    }

    @Test
    void aFileIsKeptUnderItsHashForReadingOnly() throws IOException {
        Path brought = brought("ten bytes.");
        store.keep(brought, HASH);
        Path kept = folder.resolve("sha256/" + HASH.substring(0, 2) + "/" + HASH.substring(2));
        assertThat(kept).hasContent("ten bytes.");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                .isEqualTo("r--------");
        assertThat(brought).doesNotExist();
        assertThat(store.size(HASH)).hasValue(10);
    }

    @Test
    void whatIsThereIsNeverOverwritten() throws IOException {
        store.keep(brought("ten bytes."), HASH);
        Path kept = folder.resolve("sha256/" + HASH.substring(0, 2) + "/" + HASH.substring(2));
        Object file = Files.readAttributes(kept, BasicFileAttributes.class).fileKey();
        Path again = brought("ten bytes.");
        store.keep(again, HASH);
        assertThat(Files.readAttributes(kept, BasicFileAttributes.class).fileKey())
                .isEqualTo(file);
        assertThat(again).doesNotExist();
    }

    /** Else the only good copy would go for one that merely has as many bytes. */
    @Test
    void aGoodCopyStaysBesideADamagedOneOfTheSameSize() throws IOException {
        Path kept = folder.resolve("sha256/" + HASH.substring(0, 2) + "/" + HASH.substring(2));
        Files.createDirectories(kept.resolveSibling(""));
        Files.writeString(kept, "TEN BYTES!");
        Path good = brought("ten bytes.");
        assertThatThrownBy(() -> store.keep(good, HASH))
                .isInstanceOf(DamagedFileException.class)
                .hasMessageContaining("move it away");
        assertThat(good).hasContent("ten bytes.");
        assertThat(kept).as("evidence").hasContent("TEN BYTES!");
        Files.delete(kept);
        store.keep(good, HASH);
        assertThat(kept).hasContent("ten bytes.");
    }

    @Test
    void onlyTheAccountGetsAtTheFolders() throws IOException {
        store.keep(brought("ten bytes."), HASH);
        Path root = folder.resolve("sha256");
        for (Path each : List.of(root, root.resolve(HASH.substring(0, 2)))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void whatCannotBeTheSameIsDamaged() throws IOException {
        store.keep(brought("ten bytes."), HASH);
        assertThatThrownBy(() -> store.keep(brought("more than ten bytes"), HASH))
                .isInstanceOf(DamagedFileException.class)
                .hasMessageContaining("has 10 bytes, not 19");
        assertThat(read(0, 10)).isEqualTo("ten bytes.");
    }

    @Test
    void aPartIsReadAndNoMore() throws IOException {
        store.keep(brought("ten bytes."), HASH);
        assertThat(read(4, 3)).isEqualTo("byt");
        assertThat(read(9, 100)).isEqualTo(".");
        assertThat(read(10, 1)).isEmpty();
        try (InputStream in = store.read(HASH, 4, 3)) {
            assertThat(in.skip(100)).isEqualTo(3);
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void whatIsNotThereHasNoSize() throws IOException {
        assertThat(store.size(HASH)).isEqualTo(OptionalLong.empty());
    }

    private String read(long from, long length) throws IOException {
        try (InputStream in = store.read(HASH, from, length)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Path brought(String content) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "brought", ".part"), content);
    }
}
