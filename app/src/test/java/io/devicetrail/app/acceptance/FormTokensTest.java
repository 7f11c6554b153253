package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.app.acceptance.Visitor.Page;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A form that was not on one of the installation's own pages changes nothing: another site could have sent it. */
class FormTokensTest {
    private static final String SIGNING = "/identity/sign/00000000-0000-0000-0000-000000000001";

    private final Api api = Api.shared();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/identity/sign-in",
                "/identity/first-sign-in",
                "/identity/first-sign-in/finish",
                "/identity/password",
                "/identity/sign-out",
                SIGNING,
                SIGNING + "/elsewhere",
                SIGNING + "/step-up",
                SIGNING + "/leave"
            })
    void aFormWithoutItsTokenIsRefused(String action) {
        assertThat(api.send(HttpRequest.newBuilder(
                                        URI.create(api.instance().addresses().http() + action))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString("username=a&password=b&code=000000")))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void oneWithItsTokenIsLookedAt() {
        Visitor visitor = new Visitor(URI.create(api.instance().addresses().http()));
        Page refused = visitor.submit(
                visitor.open("/identity/sign-in"), Map.of("username", "a", "password", "b", "code", "000000"));
        assertThat(refused.status()).isEqualTo(401);
    }
}
