package io.devicetrail.app.artifacts;

import io.devicetrail.artifacts.download.UpdateDownload;
import io.devicetrail.domain.enrolment.CertifiedDevice;
import io.devicetrail.pki.est.DeviceRequests;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.stereotype.Component;

/** {@code GET /updates/metadata/…} and {@code /updates/targets/…} at the devices' port, of their tenant. */
@Component
class DeviceUpdates implements DeviceRequests {
    private static final String PREFIX = "/updates/";

    private final UpdateDownload download;

    DeviceUpdates(UpdateDownload download) {
        this.download = download;
    }

    @Override
    public String prefix() {
        return PREFIX;
    }

    @Override
    public String operation() {
        return "downloadUpdate";
    }

    @Override
    public void answer(CertifiedDevice device, String rest, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        download.answer(device.tenant(), device.device().toString(), rest, request, response);
    }
}
