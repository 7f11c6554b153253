package io.devicetrail.pki.est;

import io.devicetrail.domain.enrolment.CertifiedDevice;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What else devices ask for at the port at which they enrol, by the certificate that they have. */
public interface DeviceRequests {
    /** What the paths begin with that are answered, such as {@code /artifacts/}. */
    String prefix();

    /** What the audit trail calls it where it is denied. */
    String operation();

    /**
     * @param device whose certificate was shown, and stands
     * @param rest of the path, after the prefix
     */
    void answer(CertifiedDevice device, String rest, HttpServletRequest request, HttpServletResponse response)
            throws IOException;
}
