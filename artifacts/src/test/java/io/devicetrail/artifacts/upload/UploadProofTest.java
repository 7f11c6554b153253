package io.devicetrail.artifacts.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.artifacts.ArtifactSettings;
import io.devicetrail.artifacts.store.ArtifactStore;
import io.devicetrail.artifacts.store.DamagedFileException;
import io.devicetrail.artifacts.store.DirectoryStore;
import io.devicetrail.domain.artifact.ArtifactFile;
import io.devicetrail.domain.tenant.TenantId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** Nothing goes on record, or into the store, but what was brought; also with another node on the directory. */
class UploadProofTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId RIVAL = new TenantId("rival");
    private static final String TYPE = "application/zip";
    private static final byte[] BYTES = "the bytes of a file".getBytes(StandardCharsets.UTF_8);
    private static final Duration LIFE = Duration.ofHours(24);

    @TempDir
    Path folder;

    private final Somebody ada = new Somebody("ada");
    private final Somebody eve = new Somebody("eve");
    private ArtifactSettings settings;
    private DirectoryStore store;
    private UploadFolder uploads;
    private UploadDesk desk;

    @BeforeEach
    void desk() {
        settings = new ArtifactSettings(folder, DataSize.ofBytes(100), List.of(TYPE), 8, LIFE, DataSize.ofMegabytes(1));
        store = new DirectoryStore(folder);
        uploads = new UploadFolder(folder);
        desk = new UploadDesk(settings, uploads, store);
    }

    @Test
    void aPartThatIsNotThereProvesNothing() throws IOException {
        desk.append(ACME, ada, begun(ACME, ada), 0, new ByteArrayInputStream(BYTES));
        UUID id = begun(RIVAL, eve);
        Files.delete(uploads.part(id));
        refused(() -> desk.append(RIVAL, eve, id, BYTES.length, InputStream.nullInputStream()), 404);
        refused(() -> desk.find(RIVAL, eve, id), 404);
        assertThat(eve.files).as("of what another tenant has, without a byte").isEmpty();
    }

    @Test
    void whatTheStoreDoesNotHaveGoesNotOnRecord() throws IOException {
        desk = new UploadDesk(settings, uploads, new ArtifactStore() {
            @Override
            public OptionalLong size(String sha256) throws IOException {
                return store.size(sha256);
            }

            @Override
            public void keep(Path complete, String sha256) throws IOException {
                Files.delete(complete);
            }

            @Override
            public InputStream read(String sha256, long from, long length) throws IOException {
                return store.read(sha256, from, length);
            }
        });
        UUID id = begun(ACME, ada);
        assertThatThrownBy(() -> desk.append(ACME, ada, id, 0, new ByteArrayInputStream(BYTES)))
                .isInstanceOf(DamagedFileException.class);
        assertThat(ada.files).isEmpty();
    }

    @Test
    void aSweepThatIsKilledLeavesNoDescriptionWithoutItsBytes() throws IOException {
        UUID id = begun(ACME, ada);
        Files.delete(uploads.part(id));
        Files.createDirectories(uploads.part(id).resolve("cannot be deleted"));
        Instant now = Files.getLastModifiedTime(uploads.part(id))
                .toInstant()
                .plus(LIFE)
                .plusSeconds(1);
        new UploadSweep(settings, uploads, Clock.fixed(now, ZoneOffset.UTC)).look();
        assertThat(uploads.part(id)).exists();
        assertThat(folder.resolve("uploads/" + id + ".json")).doesNotExist();
    }

    /** Right bytes hashed here, then refused as too many; other bytes brought to the other node in their stead. */
    @Test
    void theHashOfAPieceThatWasNotTakenIsForgotten() throws IOException {
        UploadDesk another = new UploadDesk(settings, uploads, store);
        UUID id = begun(ACME, eve);
        InputStream tooLong = new SequenceInputStream(
                new ByteArrayInputStream(BYTES, 0, 9), new ByteArrayInputStream(new byte[BYTES.length]));
        refused(() -> desk.append(ACME, eve, id, 0, tooLong), 413);
        another.append(ACME, eve, id, 0, new ByteArrayInputStream("THE BYTES".getBytes(StandardCharsets.UTF_8)));
        InputStream rest = new ByteArrayInputStream(Arrays.copyOfRange(BYTES, 9, BYTES.length));
        refused(() -> desk.append(ACME, eve, id, 9, rest), 422);
        assertThat(store.size(hash())).isEmpty();
        assertThat(eve.files).isEmpty();
    }

    @Test
    void anotherNodeDoesNotGetTheLockBecauseSomebodyAskedHere() throws IOException {
        UUID id = begun(ACME, ada);
        Path lock = folder.resolve("uploads/" + id + ".lock");
        InputStream piece = new ByteArrayInputStream(BYTES) {
            @Override
            public int read(byte[] bytes) {
                if (available() == BYTES.length) {
                    refused(() -> desk.append(ACME, ada, id, 0, new ByteArrayInputStream(BYTES)), 423);
                    refused(() -> desk.giveUp(ACME, id), 423);
                    assertThat(find(id)).isZero();
                    assertThat(LockProbe.isFree(lock)).isFalse();
                }
                return read(bytes, 0, bytes.length);
            }
        };
        assertThat(desk.append(ACME, ada, id, 0, piece).recorded()).isNotNull();
        assertThat(LockProbe.isFree(lock)).isTrue();
    }

    @Test
    void nothingIsSweptOnWhichSomebodyWorks() throws IOException {
        UUID id = begun(ACME, ada);
        Instant later = Instant.now().plus(LIFE).plusSeconds(1);
        InputStream piece = new ByteArrayInputStream(BYTES) {
            @Override
            public int read(byte[] bytes) {
                new UploadSweep(settings, uploads, Clock.fixed(later, ZoneOffset.UTC)).look();
                return read(bytes, 0, bytes.length);
            }
        };
        assertThat(desk.append(ACME, ada, id, 0, piece).recorded()).isNotNull();
    }

    @Test
    void onlyTheAccountGetsAtWhatComes() throws IOException {
        UUID id = begun(ACME, ada);
        assertThat(permissions(folder.resolve("uploads"))).isEqualTo("rwx------");
        assertThat(permissions(uploads.part(id))).isEqualTo("rw-------");
    }

    @Test
    void whoBringsNoByteKeepsNoPlaceForLong() throws IOException {
        UUID idle = begun(ACME, ada);
        UUID slow = begun(ACME, ada);
        desk.append(ACME, ada, slow, 0, new ByteArrayInputStream(BYTES, 0, 1));
        Instant now = Instant.now();
        FileTime before =
                FileTime.from(now.minus(UploadFolder.LIFE_WITHOUT_BYTES).minusSeconds(1));
        for (UUID id : List.of(idle, slow)) {
            Files.setLastModifiedTime(uploads.part(id), before);
        }
        new UploadSweep(settings, uploads, Clock.fixed(now, ZoneOffset.UTC)).look();
        refused(() -> desk.find(ACME, ada, idle), 404);
        assertThat(find(slow)).isOne();
    }

    /** The largest has 100 bytes: four times as many are kept for a tenant. */
    @Test
    void aTenantGetsSoMuchSpacePromised() throws IOException {
        ArtifactFile large = new ArtifactFile(hash(), 100, "f.zip", TYPE);
        UUID first = desk.begin(ACME, ada, large).upload().id();
        for (int more = 1; more < UploadLimits.MOST_PROMISED; more++) {
            desk.begin(ACME, ada, large);
        }
        assertThatThrownBy(() -> desk.begin(ACME, ada, large))
                .isInstanceOfSatisfying(
                        UploadRefusal.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("TOO_MANY_UPLOADS"))
                .hasMessageContaining(first.toString());
        desk.begin(RIVAL, eve, large);
    }

    @Test
    void aColleagueGivesUpWhatSomebodyLeft() throws IOException {
        UUID id = begun(ACME, ada);
        refused(() -> desk.giveUp(RIVAL, id), 404);
        desk.giveUp(ACME, id);
        refused(() -> desk.find(ACME, ada, id), 404);
        assertThat(folder.resolve("uploads")).isEmptyDirectory();
    }

    @Test
    void whatCannotBeReadKeepsNobodyFromAnotherUpload() throws IOException {
        UUID broken = begun(ACME, ada);
        Files.writeString(folder.resolve("uploads/" + broken + ".json"), "{");
        Files.writeString(folder.resolve("uploads/what is this.json"), "{}");
        assertThat(find(begun(ACME, ada))).isZero();
        assertThatThrownBy(() -> desk.find(ACME, ada, broken)).isInstanceOf(IOException.class);
    }

    private UUID begun(TenantId tenant, Somebody somebody) throws IOException {
        return desk.begin(tenant, somebody, new ArtifactFile(hash(), BYTES.length, "f.zip", TYPE))
                .upload()
                .id();
    }

    private long find(UUID id) {
        try {
            return desk.find(ACME, ada, id).offset();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private interface Asking {
        void ask() throws IOException;
    }

    private static void refused(Asking asking, int status) {
        assertThatThrownBy(asking::ask)
                .isInstanceOfSatisfying(
                        UploadRefusal.class,
                        refusal -> assertThat(refusal.status()).isEqualTo(status));
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static String hash() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
