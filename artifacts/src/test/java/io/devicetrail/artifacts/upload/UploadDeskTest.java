package io.devicetrail.artifacts.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.devicetrail.artifacts.ArtifactSettings;
import io.devicetrail.artifacts.store.ArtifactStore;
import io.devicetrail.artifacts.store.DirectoryStore;
import io.devicetrail.artifacts.upload.ArtifactLog.Recorded;
import io.devicetrail.artifacts.upload.UploadDesk.Standing;
import io.devicetrail.domain.artifact.ArtifactFile;
import io.devicetrail.domain.artifact.ArtifactId;
import io.devicetrail.domain.tenant.TenantId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class UploadDeskTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId RIVAL = new TenantId("rival");
    private static final String TYPE = "application/zip";
    private static final byte[] BYTES = "the bytes of a file".getBytes(StandardCharsets.UTF_8);
    private static final Duration LIFE = Duration.ofHours(24);

    @TempDir
    Path folder;

    private final Somebody ada = new Somebody("ada");
    private final Somebody bob = new Somebody("bob");
    private DirectoryStore store;
    private UploadFolder uploads;
    private UploadDesk desk;

    @BeforeEach
    void desk() {
        desk(DataSize.ofMegabytes(1));
    }

    @Test
    void aFileInOnePieceIsKeptAndGoesOnRecord() throws IOException {
        UUID id = begun(BYTES);
        assertThat(append(id, 0, BYTES).recorded()).isEqualTo(new Recorded(ArtifactId.of(ACME, hash(BYTES)), 1));
        assertThat(ada.files).containsExactly(file(BYTES));
        assertThat(store.read(hash(BYTES), 0, 100)).hasBinaryContent(BYTES);
    }

    @Test
    void whatBrokeOffGoesOnWhereItWas() throws IOException {
        UUID id = begun(BYTES);
        assertThatThrownBy(() -> desk.append(ACME, ada, id, 0, new Breaking(Arrays.copyOf(BYTES, 7))))
                .isInstanceOf(IOException.class);
        assertThat(desk.find(ACME, ada, id).offset()).isEqualTo(7);
        assertThat(append(id, 7, Arrays.copyOfRange(BYTES, 7, 12)).recorded()).isNull();
        assertThat(append(id, 12, Arrays.copyOfRange(BYTES, 12, BYTES.length)).recorded())
                .isNotNull();
        assertThat(store.read(hash(BYTES), 0, 100)).hasBinaryContent(BYTES);
    }

    @Test
    void aRestartInTheMiddleLosesNothing() throws IOException {
        UUID id = begun(BYTES);
        append(id, 0, Arrays.copyOf(BYTES, 7));
        desk(DataSize.ofMegabytes(1));
        assertThat(desk.find(ACME, ada, id).offset()).isEqualTo(7);
        assertThat(append(id, 7, Arrays.copyOfRange(BYTES, 7, BYTES.length)).recorded())
                .isNotNull();
    }

    @Test
    void otherBytesAreThrownAway() throws IOException {
        UUID id = begun(BYTES);
        byte[] other = BYTES.clone();
        other[3]++;
        refused(() -> append(id, 0, other), 422, "HASH_MISMATCH");
        refused(() -> desk.find(ACME, ada, id), 404, "UPLOAD_UNKNOWN");
        assertThat(ada.files).isEmpty();
        assertThat(store.size(hash(BYTES))).isEmpty();
        assertThat(store.size(hash(other))).isEmpty();
        assertThat(folder.resolve("uploads")).isEmptyDirectory();
    }

    @Test
    void moreThanWasSaidIsRefusedAndNothingOfItTaken() throws IOException {
        UUID id = begun(BYTES);
        append(id, 0, Arrays.copyOf(BYTES, 7));
        refused(() -> append(id, 7, BYTES), 413, "UPLOAD_TOO_LONG");
        refused(() -> desk.append(ACME, ada, id, 7, new Breaking(BYTES)), 413, "UPLOAD_TOO_LONG");
        assertThat(desk.find(ACME, ada, id).offset()).isEqualTo(7);
        assertThat(append(id, 7, Arrays.copyOfRange(BYTES, 7, BYTES.length)).recorded())
                .isNotNull();
    }

    @Test
    void anotherOffsetIsRefused() throws IOException {
        UUID id = begun(BYTES);
        append(id, 0, Arrays.copyOf(BYTES, 7));
        refused(() -> append(id, 0, BYTES), 409, "OFFSET_MISMATCH");
        refused(() -> append(id, 8, BYTES), 409, "OFFSET_MISMATCH");
    }

    @Test
    void whileTheLogIsAwayTheBytesWait() throws IOException {
        UUID id = begun(BYTES);
        ada.away = true;
        refused(() -> append(id, 0, BYTES), 503, "LOG_UNAVAILABLE");
        assertThat(desk.find(ACME, ada, id).offset()).isEqualTo(BYTES.length);
        ada.away = false;
        Recorded recorded = append(id, BYTES.length, new byte[0]).recorded();
        assertThat(recorded).isNotNull();
        assertThat(append(id, BYTES.length, new byte[0]).recorded())
                .as("who did not hear it asks again")
                .isEqualTo(recorded);
        refused(() -> append(id, 3, new byte[0]), 409, "OFFSET_MISMATCH");
    }

    /** The hash that was begun before is not taken for one of no bytes. */
    @Test
    void whatTheStoreDidNotTakeIsBroughtToItAgain() throws IOException {
        AtomicBoolean full = new AtomicBoolean(true);
        desk = new UploadDesk(settings, uploads, new ArtifactStore() {
            @Override
            public OptionalLong size(String sha256) throws IOException {
                return store.size(sha256);
            }

            @Override
            public void keep(Path complete, String sha256) throws IOException {
                if (full.get()) {
                    throw new IOException("No space left on device");
                }
                store.keep(complete, sha256);
            }

            @Override
            public InputStream read(String sha256, long from, long length) throws IOException {
                return store.read(sha256, from, length);
            }
        });
        UUID id = begun(BYTES);
        assertThatThrownBy(() -> append(id, 0, BYTES)).isInstanceOf(IOException.class);
        full.set(false);
        assertThat(append(id, BYTES.length, new byte[0]).recorded()).isNotNull();
    }

    @Test
    void aPieceInTheMiddleOfAnotherIsRefused() throws IOException {
        UUID id = begun(BYTES);
        InputStream piece = new ByteArrayInputStream(BYTES) {
            @Override
            public int read(byte[] bytes) {
                refused(() -> append(id, 0, BYTES), 423, "UPLOAD_IN_USE");
                refused(
                        () -> {
                            desk.giveUp(ACME, id);
                            return id;
                        },
                        423,
                        "UPLOAD_IN_USE");
                return read(bytes, 0, bytes.length);
            }
        };
        assertThat(desk.append(ACME, ada, id, 0, piece).recorded()).isNotNull();
    }

    @Test
    void onlyWhoBeganItGoesOn() throws IOException {
        UUID id = begun(BYTES);
        refused(() -> desk.find(ACME, bob, id), 404, "UPLOAD_UNKNOWN");
        refused(() -> desk.find(RIVAL, ada, id), 404, "UPLOAD_UNKNOWN");
        refused(() -> desk.append(ACME, bob, id, 0, InputStream.nullInputStream()), 404, "UPLOAD_UNKNOWN");
        refused(() -> desk.find(ACME, ada, UUID.randomUUID()), 404, "UPLOAD_UNKNOWN");
    }

    @Test
    void whatIsNotTakenIsRefusedAtItsBeginning() {
        refused(() -> begin(new ArtifactFile(hash(BYTES), 1 << 21, "f", TYPE)), 413, "ARTIFACT_TOO_LARGE");
        refused(() -> begin(new ArtifactFile(hash(BYTES), 1, "f", "text/html")), 415, "MEDIA_TYPE_NOT_TAKEN");
        assertThat(folder.resolve("uploads")).isEmptyDirectory();
    }

    @Test
    void aTenantHasSoManyUnderWay() throws IOException {
        UUID first = begun(BYTES);
        begun(BYTES);
        refused(() -> begin(file(BYTES)), 429, "TOO_MANY_UPLOADS");
        assertThat(desk.begin(RIVAL, bob, file(BYTES))).as("another's").isNotNull();
        append(first, 0, BYTES);
        UUID third = begun(BYTES);
        refused(() -> begin(file(BYTES)), 429, "TOO_MANY_UPLOADS");
        desk.giveUp(ACME, third);
        begun(BYTES);
    }

    @Test
    void whereThereIsNoSpaceNothingBegins() {
        desk(DataSize.ofTerabytes(1_000_000));
        refused(() -> begin(file(BYTES)), 507, "NO_SPACE");
    }

    @Test
    void whatNobodyGoesOnWithIsSwept() throws IOException {
        UUID old = begun(BYTES);
        UUID fresh = begun(BYTES);
        Instant now = Instant.now();
        for (Path file : List.of(uploads.part(old), folder.resolve("uploads/" + old + ".json"))) {
            Files.setLastModifiedTime(file, FileTime.from(now.minus(LIFE).minusSeconds(60)));
        }
        Files.setLastModifiedTime(
                folder.resolve("uploads/" + fresh + ".json"),
                FileTime.from(now.minus(LIFE).minusSeconds(60)));
        new UploadSweep(settings(DataSize.ofMegabytes(1)), uploads, Clock.fixed(now, ZoneOffset.UTC)).look();
        refused(() -> desk.find(ACME, ada, old), 404, "UPLOAD_UNKNOWN");
        assertThat(uploads.part(old)).doesNotExist();
        assertThat(desk.find(ACME, ada, fresh).offset())
                .as("bytes came to it a moment ago")
                .isZero();
    }

    /** By what the thread allocates: 64 MiB go through buffers of 64 KiB. */
    @Test
    void aLargeFileTakesNoMoreMemoryThanASmallOne() throws IOException {
        long size = 64L << 20;
        String hash = HexFormat.of().formatHex(digest(new Zeros(size)));
        settings =
                new ArtifactSettings(folder, DataSize.ofMegabytes(64), List.of(TYPE), 2, LIFE, DataSize.ofMegabytes(1));
        desk = new UploadDesk(settings, uploads, store);
        UUID id = desk.begin(ACME, ada, new ArtifactFile(hash, size, "zeros", TYPE))
                .upload()
                .id();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        Standing half = desk.append(ACME, ada, id, 0, new Zeros(size / 2));
        Standing whole = desk.append(ACME, ada, id, half.offset(), new Zeros(size / 2));
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(4 << 20);
        assertThat(whole.recorded()).isNotNull();
        assertThat(store.size(hash)).hasValue(size);
    }

    private ArtifactSettings settings;

    private void desk(DataSize keepFree) {
        settings = settings(keepFree);
        store = new DirectoryStore(folder);
        uploads = new UploadFolder(folder);
        desk = new UploadDesk(settings, uploads, store);
    }

    private ArtifactSettings settings(DataSize keepFree) {
        return new ArtifactSettings(folder, DataSize.ofMegabytes(1), List.of(TYPE), 2, LIFE, keepFree);
    }

    private UUID begun(byte[] bytes) throws IOException {
        return begin(file(bytes)).upload().id();
    }

    private Standing begin(ArtifactFile file) throws IOException {
        return desk.begin(ACME, ada, file);
    }

    private Standing append(UUID id, long offset, byte[] bytes) throws IOException {
        return desk.append(ACME, ada, id, offset, new ByteArrayInputStream(bytes));
    }

    private interface Asking {
        Object ask() throws IOException;
    }

    private static void refused(Asking asking, int status, String code) {
        assertThatThrownBy(asking::ask).isInstanceOfSatisfying(UploadRefusal.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(code);
            assertThat(refusal.status()).isEqualTo(status);
            assertThat(refusal.sentence()).isNotBlank();
        });
    }

    private static ArtifactFile file(byte[] bytes) {
        return new ArtifactFile(hash(bytes), bytes.length, "f.zip", TYPE);
    }

    private static String hash(byte[] bytes) {
        return HexFormat.of().formatHex(digest(new ByteArrayInputStream(bytes)));
    }

    private static byte[] digest(InputStream in) {
        try (in) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[8192];
            int count;
            while ((count = in.read(buffer)) >= 0) {
                digest.update(buffer, 0, count);
            }
            return digest.digest();
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Three bytes at a time; a sender that is gone after the last of them. */
    private static final class Breaking extends ByteArrayInputStream {
        Breaking(byte[] bytes) {
            super(bytes);
        }

        @Override
        public int read(byte[] bytes) throws IOException {
            int count = read(bytes, 0, 3);
            if (count < 0) {
                throw new IOException("connection reset");
            }
            return count;
        }
    }

    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long left) {
            this.left = left;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int count = (int) Math.min(left, length);
            Arrays.fill(bytes, offset, offset + count, (byte) 0);
            left -= count;
            return count;
        }
    }
}
