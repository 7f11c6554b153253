package io.devicetrail.identity.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.identity.Requirement;
import io.devicetrail.identity.SignInSettings;
import io.devicetrail.identity.stepup.BrowserKey;
import jakarta.servlet.http.Cookie;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** The cookie by which a browser signs goes to the pages of signing, by no script and from no form of another site. */
@Requirement("11.300(d)")
class SigningBrowserTest {
    private static final BrowserKey KEY =
            BrowserKey.of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ").orElseThrow();

    private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/identity/sign/return");

    @BeforeEach
    void asked() {
        request.setServerName("127.0.0.1");
        request.setServerPort(8080);
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
    }

    @Test
    void theCookieIsForSigningOnly() {
        assertThat(at(null).cookie(KEY, request).split("; "))
                .contains("devicetrail-signing=" + KEY.value(), "Path=/identity/sign", "HttpOnly", "SameSite=Lax")
                .noneMatch(part -> part.startsWith("Domain") || part.startsWith("Max-Age"));
        assertThat(at(null).noCookie(request)).contains("devicetrail-signing=;", "Max-Age=0", "Path=/identity/sign");
    }

    @Test
    void itIsSecureWhereverBrowsersComeByHttps() {
        assertThat(at(null).cookie(KEY, request)).doesNotContain("Secure");
        assertThat(at("https://site.example").cookie(KEY, request)).contains("Secure");
        request.setSecure(true);
        assertThat(at(null).cookie(KEY, request)).contains("Secure");
    }

    @Test
    void onlyItsOwnCookieIsRead() {
        assertThat(at(null).key(request)).isEmpty();
        request.setCookies(new Cookie("other", KEY.value()));
        assertThat(at(null).key(request)).isEmpty();
        request.setCookies(new Cookie("devicetrail-signing", "no key"));
        assertThat(at(null).key(request)).isEmpty();
        request.setCookies(new Cookie("other", "x"), new Cookie("devicetrail-signing", KEY.value()));
        assertThat(at(null).key(request)).isEqualTo(Optional.of(KEY));
    }

    /** What a request says of its own address counts only where the settings say nothing. */
    @Test
    void issuersSendBackToTheAddressOfTheSettings() {
        assertThat(at("https://site.example").returnAddress(request))
                .isEqualTo(URI.create("https://site.example/identity/sign/return"));
        assertThat(at(null).returnAddress(request)).isEqualTo(URI.create("http://127.0.0.1:8080/identity/sign/return"));
    }

    private static SigningBrowser at(@Nullable String issuer) {
        return new SigningBrowser(new SignInSettings(
                12,
                null,
                5,
                5,
                Duration.ofMinutes(15),
                Duration.ofHours(24),
                Duration.ofMinutes(15),
                Duration.ofHours(12),
                List.of(),
                issuer == null ? null : URI.create(issuer)));
    }
}
