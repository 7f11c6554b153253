package io.devicetrail.artifacts.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryStoreTest {
    private static final String HASH = "abcdef" + "0".repeat(58);

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
        Path kept = folder.resolve("sha256/ab/cdef" + "0".repeat(58));
        assertThat(kept).hasContent("ten bytes.");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                .isEqualTo("r--r-----");
        assertThat(brought).doesNotExist();
        assertThat(store.size(HASH)).hasValue(10);
    }

    @Test
    void whatIsThereIsNeverOverwritten() throws IOException {
        store.keep(brought("ten bytes."), HASH);
        Path again = brought("TEN BYTES!");
        store.keep(again, HASH);
        assertThat(read(0, 10)).isEqualTo("ten bytes.");
        assertThat(again).doesNotExist();
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
