package io.devicetrail.pki.est;

import io.devicetrail.domain.enrolment.CertifiedDevice;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.coyote.ActionCode;

/** How what else devices ask for is answered: never held up by what they send, never whole if it is not. */
final class DeviceAnswers {
    private DeviceAnswers() {}

    /**
     * Nothing of a body is waited for, also not after the refusal.
     *
     * @throws EstRefusal 413
     */
    static void requireNoBody(Request request, Response response) {
        if (request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null) {
            response.getCoyoteResponse().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
            throw new EstRefusal(EstRefusal.TOO_LARGE, "BODY_NOT_TAKEN: Send no body here.");
        }
    }

    /** Of an answer that breaks off the connection is closed: it must not end like one that is whole. */
    static void give(DeviceRequests asked, CertifiedDevice device, String rest, Request request, Response response)
            throws IOException {
        try {
            asked.answer(device, rest, request, response);
        } catch (IOException brokenOff) {
            response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, brokenOff);
            throw brokenOff;
        }
        response.finishResponse();
    }
}
