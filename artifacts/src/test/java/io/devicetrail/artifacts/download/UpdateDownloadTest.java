package io.devicetrail.artifacts.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.artifacts.store.DirectoryStore;
import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** How a device is answered that asks for metadata. */
class UpdateDownloadTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final Map<String, String> FILES = Map.of("timestamp.json", "{1}", "2.root.json", "{2}");
    private static final String HASH = "ab".repeat(32);

    @TempDir
    Path folder;

    private boolean broken;

    private MockHttpServletResponse answer(String method, String path, String... header) throws IOException {
        MockHttpServletRequest request = new MockHttpServletRequest(method, "/updates/" + path);
        if (header.length > 0) {
            request.addHeader(header[0], header[1]);
        }
        MockHttpServletResponse response = new MockHttpServletResponse();
        new UpdateDownload(
                        this::metadata,
                        new ArtifactDownload(
                                (tenant, sha256) -> Optional.empty(),
                                new DirectoryStore(folder),
                                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC)))
                .answer(ACME, "pump", path, request, response);
        return response;
    }

    private Optional<byte[]> metadata(TenantId tenant, String file) throws IOException {
        if (broken) {
            throw new IOException("Input/output error");
        }
        return tenant.equals(ACME)
                ? Optional.ofNullable(FILES.get(file)).map(text -> text.getBytes(StandardCharsets.UTF_8))
                : Optional.empty();
    }

    @Test
    void aTimestampIsAskedForEachTimeAndAllElseIsKept() throws IOException {
        MockHttpServletResponse timestamp = answer("GET", "metadata/timestamp.json");
        assertThat(timestamp.getContentAsString()).isEqualTo("{1}");
        assertThat(timestamp.getHeader("Cache-Control")).isEqualTo("private, no-cache");
        MockHttpServletResponse root = answer("GET", "metadata/2.root.json");
        assertThat(root.getHeader("Cache-Control")).isEqualTo("private, max-age=31536000, immutable");
        assertThat(root.getContentType()).startsWith("application/json");
    }

    @Test
    void whoHasItIsToldSo() throws IOException {
        String tag = String.valueOf(answer("GET", "metadata/timestamp.json").getHeader("ETag"));
        MockHttpServletResponse same = answer("GET", "metadata/timestamp.json", "If-None-Match", tag);
        assertThat(same.getStatus()).isEqualTo(304);
        assertThat(same.getContentAsByteArray()).isEmpty();
        assertThat(answer("GET", "metadata/timestamp.json", "If-None-Match", "\"another\"")
                        .getStatus())
                .isEqualTo(200);
    }

    @Test
    void whatIsNotThereIsNotKeptAsMissing() throws IOException {
        for (String path : new String[] {
            "metadata/3.root.json",
            "metadata/",
            "",
            "targets/x",
            "targets/releases/" + HASH,
            "metadata/../timestamp.json"
        }) {
            MockHttpServletResponse unknown = answer("GET", path);
            assertThat(unknown.getStatus()).as(path).isEqualTo(404);
            assertThat(unknown.getContentAsString()).startsWith("METADATA_UNKNOWN: ");
            assertThat(unknown.getHeader("Cache-Control")).isEqualTo("no-store");
        }
    }

    @Test
    void anImageIsAskedForAsAnArtifact() throws IOException {
        MockHttpServletResponse image =
                answer("GET", "targets/releases/" + HASH + ".6f1c9a52-6d55-5b5e-9d5e-3f0d1c8a7b60");
        assertThat(image.getContentAsString()).startsWith("ARTIFACT_UNKNOWN: ");
    }

    @Test
    void whatCannotBeReadIsAwayAndNothingIsWritten() throws IOException {
        broken = true;
        MockHttpServletResponse away = answer("GET", "metadata/timestamp.json");
        assertThat(away.getStatus()).isEqualTo(503);
        assertThat(away.getHeader("Retry-After")).isNotNull();
        assertThat(answer("POST", "metadata/timestamp.json").getStatus()).isEqualTo(405);
    }
}
