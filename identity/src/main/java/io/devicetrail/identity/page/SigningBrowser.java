package io.devicetrail.identity.page;

import io.devicetrail.identity.SignInSettings;
import io.devicetrail.identity.signing.PendingSignatures;
import io.devicetrail.identity.stepup.BrowserKey;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** How a browser is known again that was sent to an issuer elsewhere: a cookie for signing, and for nothing else. */
@Component
class SigningBrowser {
    /** Where issuers send browsers back to, below the installation's own address; their clients name it exactly. */
    static final String RETURN = PendingSignatures.PAGE + "return";

    private static final String COOKIE = "devicetrail-signing";

    private final SignInSettings settings;

    SigningBrowser(SignInSettings settings) {
        this.settings = settings;
    }

    Optional<BrowserKey> key(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> COOKIE.equals(cookie.getName()))
                        .findFirst()
                        .flatMap(cookie -> BrowserKey.of(cookie.getValue()));
    }

    /** No script reads it; the return from another site brings it along, a form of another site does not. */
    String cookie(BrowserKey key, HttpServletRequest request) {
        return base(key.value(), request).build().toString();
    }

    String noCookie(HttpServletRequest request) {
        return base("", request).maxAge(Duration.ZERO).build().toString();
    }

    private ResponseCookie.ResponseCookieBuilder base(String value, HttpServletRequest request) {
        URI own = settings.issuer();
        return ResponseCookie.from(COOKIE, value)
                .path("/identity/sign")
                .httpOnly(true)
                .sameSite("Lax")
                .secure(request.isSecure() || (own != null && "https".equals(own.getScheme())));
    }

    /** Under the address of the settings, else under the one that the browser used. */
    URI returnAddress(HttpServletRequest request) {
        URI own = settings.issuer();
        String base = own == null
                ? ServletUriComponentsBuilder.fromContextPath(request).build().toUriString()
                : own.toString();
        return URI.create(base + RETURN);
    }

    static URI page(UUID signing) {
        return URI.create(PendingSignatures.PAGE + signing);
    }
}
