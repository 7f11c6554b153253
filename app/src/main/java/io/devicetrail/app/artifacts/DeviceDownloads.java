package io.devicetrail.app.artifacts;

import io.devicetrail.artifacts.download.ArtifactDownload;
import io.devicetrail.domain.enrolment.CertifiedDevice;
import io.devicetrail.pki.est.DeviceRequests;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.stereotype.Component;

/** {@code GET /artifacts/{sha256}} at the devices' port. */
@Component
class DeviceDownloads implements DeviceRequests {
    private static final String PREFIX = "/artifacts/";

    private final ArtifactDownload download;

    DeviceDownloads(ArtifactDownload download) {
        this.download = download;
    }

    @Override
    public String prefix() {
        return PREFIX;
    }

    @Override
    public String operation() {
        return "downloadArtifact";
    }

    @Override
    public void answer(CertifiedDevice device, String rest, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        download.answer(device.tenant(), device.device().toString(), rest, request, response);
    }
}
