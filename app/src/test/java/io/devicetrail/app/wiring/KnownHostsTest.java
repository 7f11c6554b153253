package io.devicetrail.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class KnownHostsTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:8080, , 200",
        "localhost:8080, http://localhost:8080, 200",
        "[::1]:8080, , 200",
        "trail.plant.example, , 200",
        "evil.example:8080, , 421",
        "evil.example:8080, http://evil.example:8080, 421",
        ", , 421",
        "127.0.0.1:8080, http://evil.example, 403",
        "127.0.0.1:8080, null, 403",
        "trail.plant.example:8443, https://trail.plant.example:8443, 200",
        "trail.plant.example, http://evil.example, 403",
    })
    void aPageUnderAnotherNameOrOriginIsRefused(@Nullable String host, @Nullable String origin, int status)
            throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/graphql");
        if (host != null) {
            request.addHeader("Host", host);
        }
        if (origin != null) {
            request.addHeader("Origin", origin);
        }
        MockHttpServletResponse response = new MockHttpServletResponse();

        new KnownHosts(List.of("trail.plant.example")).doFilter(request, response, new MockFilterChain());

        assertThat(response.getStatus()).isEqualTo(status);
    }
}
