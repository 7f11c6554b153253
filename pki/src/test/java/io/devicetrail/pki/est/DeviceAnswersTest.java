package io.devicetrail.pki.est;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.enrolment.CertifiedDevice;
import io.devicetrail.domain.tenant.TenantId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ValveBase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Byte by byte on a connection that would be kept alive. */
class DeviceAnswersTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final CertifiedDevice PUMP = new CertifiedDevice(ACME, DeviceId.of(ACME, "Flow AG", "P-1"));
    /** Shorter than Tomcat's own patience with a connection or a body. */
    private static final int SOON_MILLIS = 5_000;

    @TempDir
    Path folder;

    private final Tomcat tomcat = new Tomcat();

    @BeforeEach
    void start() throws Exception {
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.getConnector().setProperty("connectionTimeout", "60000");
        tomcat.getEngine().getPipeline().addValve(new ValveBase(true) {
            @Override
            public void invoke(Request request, Response response) throws IOException {
                try {
                    DeviceAnswers.requireNoBody(request, response);
                    DeviceAnswers.give(new HalfAFile(), PUMP, "", request, response);
                } catch (EstRefusal refusal) {
                    response.setStatus(refusal.status());
                    response.setContentLength(0);
                    response.finishResponse();
                }
            }
        });
        tomcat.start();
    }

    @AfterEach
    void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }

    @Test
    void anAnswerThatBreaksOffEndsTheConnection() throws IOException {
        assertThat(said("GET /half HTTP/1.1\r\nHost: h\r\n\r\n"))
                .startsWith("HTTP/1.1 200")
                .contains("Content-Length: 20000");
    }

    @Test
    void aBodyIsRefusedAndNotWaitedFor() throws IOException {
        assertThat(said("GET /half HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\nx"))
                .startsWith("HTTP/1.1 413");
        assertThat(said("GET /half HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\nx"))
                .startsWith("HTTP/1.1 413");
    }

    /** All until the server closes the connection. */
    private String said(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", tomcat.getConnector().getLocalPort())) {
            socket.setSoTimeout(SOON_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (SocketTimeoutException open) {
            throw new AssertionError("the connection is kept open", open);
        }
    }

    private static final class HalfAFile implements DeviceRequests {
        @Override
        public String prefix() {
            return "/half";
        }

        @Override
        public String operation() {
            return "half";
        }

        @Override
        public void answer(
                CertifiedDevice device, String rest, HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            response.setContentLength(20_000);
            response.getOutputStream().write(new byte[10_000]);
            response.flushBuffer();
            throw new IOException("Input/output error");
        }
    }
}
