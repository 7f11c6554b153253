package io.devicetrail.app.demo;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What becomes of certificates in the life of a device: one is renewed, another is put out of force. */
final class DemoCertificates {
    private static final Duration OUT = Duration.ofSeconds(10);

    private final DemoEnrolment enrolment;
    private final GraphQlClient api;

    DemoCertificates(DemoEnrolment enrolment, GraphQlClient api) {
        this.enrolment = enrolment;
        this.api = api;
    }

    /**
     * @param rotated number of the one that renews
     * @param revoked number of the one whose certificate is revoked; it stays out
     */
    Map<String, Object> show(Fleet fleet, int rotated, int revoked) {
        Map<String, Object> figures = new LinkedHashMap<>();
        DemoDevice renewing = fleet.device(rotated);
        String before = renewing.identity().fingerprint();
        renewing.reconnectAs(enrolment.renew(renewing.identity()));
        figures.put(
                "renewed",
                before.substring(0, 16) + " by "
                        + renewing.identity().fingerprint().substring(0, 16));

        DemoDevice lost = fleet.device(revoked);
        long begun = System.nanoTime();
        api.mutate(
                "revokeDeviceCertificate",
                "RevokeDeviceCertificateInput",
                Map.of(
                        "device",
                        lost.identity().device(),
                        "fingerprint",
                        lost.identity().fingerprint(),
                        "revocationReason",
                        "KEY_COMPROMISE",
                        "reason",
                        "The cabinet was found open"),
                "clientMutationId");
        Await.until("the device with the revoked certificate put out", OUT, lost::isConnected, is -> !is);
        figures.put("putOutAfterSeconds", String.format(Locale.ROOT, "%.1f", (System.nanoTime() - begun) / 1e9));
        if (!renewing.isConnected()) {
            throw new DemoFailure("the device with the renewed certificate was expected to stay");
        }
        return figures;
    }
}
