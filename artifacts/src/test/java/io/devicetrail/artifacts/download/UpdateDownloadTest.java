package io.devicetrail.artifacts.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.artifacts.store.DirectoryStore;
import io.devicetrail.artifacts.updates.UpdateMetadata;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.update.metadata.MovableClock;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
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

    private final MovableClock clock = new MovableClock(Instant.EPOCH);
    private final List<Integer> statuses = new ArrayList<>();
    private int devices;
    private boolean broken;

    private MockHttpServletResponse answer(String method, String path, String... header) throws IOException {
        MockHttpServletRequest request = new MockHttpServletRequest(method, "/updates/" + path);
        if (header.length > 0) {
            request.addHeader(header[0], header[1]);
        }
        MockHttpServletResponse response = new MockHttpServletResponse();
        download(this::metadata).answer(ACME, "pump", path, request, response);
        return response;
    }

    private UpdateDownload download(UpdateMetadata updates) {
        return new UpdateDownload(
                updates,
                new ArtifactDownload((tenant, sha256) -> Optional.empty(), new DirectoryStore(folder), clock),
                clock);
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

    /** Who takes each piece so slowly that no single write is silent for long. */
    @Test
    void whoReadsTooSlowlyLosesItsPlace() throws IOException {
        byte[] list = new byte[100_000];
        UpdateDownload download = download((tenant, file) -> Optional.of(list));
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/updates/metadata/2.targets.json");
        MockHttpServletResponse patient = slowly(Duration.ofSeconds(1));
        download.answer(ACME, "pump", "metadata/2.targets.json", request, patient);
        assertThat(patient.getContentAsByteArray()).as("the control").isEqualTo(list);
        for (int more = 0; more < 3; more++) {
            Instant began = clock.instant();
            assertThatThrownBy(() -> download.answer(
                            ACME, "pump", "metadata/2.targets.json", request, slowly(Duration.ofSeconds(9))))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("took longer than");
            assertThat(Duration.between(began, clock.instant())).isLessThan(UpdateDownload.LONGEST.plusSeconds(10));
        }
    }

    private MockHttpServletResponse slowly(Duration each) {
        return new MockHttpServletResponse() {
            @Override
            public ServletOutputStream getOutputStream() {
                ServletOutputStream out = super.getOutputStream();
                return new ServletOutputStream() {
                    @Override
                    public void write(int one) throws IOException {
                        out.write(one);
                    }

                    @Override
                    public void write(byte[] bytes, int from, int count) throws IOException {
                        clock.pass(each);
                        out.write(bytes, from, count);
                    }

                    @Override
                    public boolean isReady() {
                        return true;
                    }

                    @Override
                    public void setWriteListener(WriteListener listener) {
                        throw new UnsupportedOperationException();
                    }
                };
            }
        };
    }

    /** Each list is asked for while the one before is still being given out. */
    @Test
    void slowListsKeepNoTimestampBack() throws IOException {
        AtomicReference<UpdateDownload> download = new AtomicReference<>();
        download.set(download((tenant, file) -> {
            if (file.endsWith(".targets.json") && status(Objects.requireNonNull(download.get()), file) == 429) {
                status(Objects.requireNonNull(download.get()), "timestamp.json");
            }
            return Optional.of(new byte[1]);
        }));
        status(Objects.requireNonNull(download.get()), "2.targets.json");
        assertThat(statuses).startsWith(429, 200).hasSize(2 + UpdateDownload.MOST_LISTS / 2);
        assertThat(statuses.subList(2, statuses.size())).containsOnly(200);
    }

    private int status(UpdateDownload download, String file) throws IOException {
        String path = "metadata/" + file;
        MockHttpServletResponse response = new MockHttpServletResponse();
        String device = "pump" + ++devices;
        download.answer(ACME, device, path, new MockHttpServletRequest("GET", "/updates/" + path), response);
        statuses.add(response.getStatus());
        return response.getStatus();
    }
}
