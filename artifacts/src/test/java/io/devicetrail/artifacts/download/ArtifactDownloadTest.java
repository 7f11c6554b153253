package io.devicetrail.artifacts.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.artifacts.store.ArtifactStore;
import io.devicetrail.domain.artifact.ArtifactFile;
import io.devicetrail.domain.tenant.TenantId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** With a store that fails: no answer looks whole that is not. */
class ArtifactDownloadTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final String HASH = "ab".repeat(32);
    private static final int SIZE = 300_000;

    private final MockHttpServletResponse response = new MockHttpServletResponse();
    private Duration perLook = Duration.ZERO;

    private interface Opening {
        InputStream open() throws IOException;
    }

    @Test
    void whatCannotBeOpenedIsAwayAndNotEmpty() throws IOException {
        answer(() -> {
            throw new IOException("Input/output error");
        });
        requireAway();
    }

    @Test
    void whatCannotBeReadFromItsFirstByteIsAway() throws IOException {
        answer(Failing::new);
        requireAway();
    }

    @Test
    void whatBreaksOffInTheMiddleIsNotEndedLikeAWhole() {
        assertThatThrownBy(() -> answer(
                        () -> new SequenceInputStream(new ByteArrayInputStream(new byte[SIZE / 2]), new Failing())))
                .isInstanceOf(BrokenOffException.class);
        assertThat(response.isCommitted()).isTrue();
    }

    @Test
    void tooFewBytesAreAFault() {
        assertThatThrownBy(() -> answer(() -> new ByteArrayInputStream(new byte[SIZE - 1])))
                .isInstanceOf(BrokenOffException.class)
                .hasMessageContaining("ended after 299999 of 300000");
    }

    @Test
    void whoTakesTooLongIsBrokenOff() throws IOException {
        perLook = ArtifactDownload.LONGEST.dividedBy(3);
        assertThatThrownBy(() -> answer(() -> new ByteArrayInputStream(new byte[SIZE])))
                .hasMessageContaining("longer than");
    }

    @Test
    void theControlIsWhole() throws IOException {
        answer(() -> new ByteArrayInputStream(new byte[SIZE]));
        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(response.getContentAsByteArray()).hasSize(SIZE);
    }

    private void requireAway() throws IOException {
        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getContentAsString()).startsWith("STORAGE_UNAVAILABLE: ");
        assertThat(response.getHeader("ETag")).isNull();
        assertThat(response.getHeader("Cache-Control")).isEqualTo("no-store");
        assertThat(response.getHeader("Retry-After")).isNotNull();
    }

    private void answer(Opening opening) throws IOException {
        ArtifactFile file = new ArtifactFile(HASH, SIZE, "f.bin", "application/octet-stream");
        InstantSource time = new InstantSource() {
            private Instant now = Instant.EPOCH;

            @Override
            public Instant instant() {
                now = now.plus(perLook);
                return now;
            }
        };
        new ArtifactDownload(
                        (tenant, sha256) -> Optional.of(file),
                        new ArtifactStore() {
                            @Override
                            public OptionalLong size(String sha256) {
                                return OptionalLong.of(SIZE);
                            }

                            @Override
                            public void keep(Path complete, String sha256) {
                                throw new AssertionError("nothing is kept here");
                            }

                            @Override
                            public InputStream read(String sha256, long from, long length) throws IOException {
                                return opening.open();
                            }
                        },
                        time.withZone(ZoneOffset.UTC))
                .answer(ACME, "pump", HASH, new MockHttpServletRequest("GET", "/artifacts/" + HASH), response);
    }

    private static final class Failing extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("Input/output error");
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            throw new IOException("Input/output error");
        }
    }
}
