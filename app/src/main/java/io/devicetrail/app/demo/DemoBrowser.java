package io.devicetrail.app.demo;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Signs somebody in as a browser does: pages, forms, a cookie, then authorization code with PKCE (RFC 7636). */
final class DemoBrowser {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    /** A new token is fetched by the open session before the old one is over. */
    private static final Duration BEFORE_EXPIRY = Duration.ofMinutes(2);

    private static final String CLIENT = "devicetrail-browser";
    private static final String CALLBACK = "http://127.0.0.1:18999/callback";
    private static final Pattern HIDDEN = Pattern.compile("type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");
    private static final Pattern AUTHENTICATOR = Pattern.compile("otpauth://[^<\\s]*[?&;]secret=([A-Z2-7]+)");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final URI http;
    private final JsonMapper json;
    private final Clock clock;
    private final HttpClient browser = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private String token = "";
    private long renewAt;
    private String password = "";
    private @Nullable OneTimeCode authenticator;
    private long lastCode;

    DemoBrowser(URI http, JsonMapper json, Clock clock) {
        this.clock = clock;
        this.http = http;
        this.json = json;
    }

    /** Chooses a password and enrols an authenticator; the session is open afterwards. */
    void firstSignIn(String userName, String secret) {
        password = random();
        HttpResponse<String> form = get("/identity/first-sign-in");
        HttpResponse<String> asked =
                post("/identity/first-sign-in", form.body(), Map.of("username", userName, "secret", secret));
        Matcher shown = AUTHENTICATOR.matcher(asked.body());
        if (!shown.find()) {
            throw new DemoFailure("the first sign-in of " + userName + " was refused: " + asked.statusCode());
        }
        authenticator = new OneTimeCode(shown.group(1));
        String code = nextCode();
        HttpResponse<String> done = post(
                "/identity/first-sign-in/finish",
                asked.body(),
                Map.of("password", password, "repeated", password, "code", code));
        if (done.statusCode() != 303) {
            throw new DemoFailure(userName + " could not sign in: " + done.statusCode() + " " + done.body());
        }
    }

    /** Puts the person's name under what the page shows, by what proves that it is theirs. */
    void sign(String address) {
        HttpResponse<String> page = get(address);
        HttpResponse<String> signed = post(address, page.body(), Map.of("password", password, "code", nextCode()));
        if (signed.statusCode() != 200) {
            throw new DemoFailure("the signature was not taken: " + signed.statusCode() + " " + signed.body());
        }
    }

    /** A code counts once: the next one is waited for, half a minute at most, as anybody would. */
    private String nextCode() {
        OneTimeCode codes = authenticator;
        if (codes == null) {
            throw new DemoFailure("nobody has enrolled here");
        }
        long window = Await.until(
                "the authenticator's next code",
                OneTimeCode.GOOD_FOR.plusSeconds(5),
                () -> OneTimeCode.window(clock.instant()),
                now -> now > lastCode);
        lastCode = window;
        return codes.at(clock.instant());
    }

    /** One that is good for some minutes yet. */
    synchronized String token() {
        if (token.isEmpty() || System.nanoTime() - renewAt > 0) {
            String verifier = random();
            HttpResponse<String> answer = get("/identity/authorize?"
                    + form(Map.of(
                            "response_type",
                            "code",
                            "client_id",
                            CLIENT,
                            "redirect_uri",
                            CALLBACK,
                            "scope",
                            "openid devicetrail",
                            "code_challenge",
                            challenge(verifier),
                            "code_challenge_method",
                            "S256")));
            JsonNode granted = tokenFor(codeIn(answer), verifier);
            token = granted.path("access_token").asString();
            renewAt = System.nanoTime()
                    + Duration.ofSeconds(granted.path("expires_in").asLong())
                            .minus(BEFORE_EXPIRY)
                            .toNanos();
        }
        return token;
    }

    private JsonNode tokenFor(String code, String verifier) {
        HttpResponse<String> answer = send(request("/identity/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form(Map.of(
                        "grant_type", "authorization_code",
                        "client_id", CLIENT,
                        "redirect_uri", CALLBACK,
                        "code", code,
                        "code_verifier", verifier)))));
        if (answer.statusCode() != 200) {
            throw new DemoFailure("no token was issued: " + answer.statusCode() + " " + answer.body());
        }
        return json.readTree(answer.body());
    }

    private static String codeIn(HttpResponse<String> redirect) {
        String location = redirect.headers().firstValue("Location").orElse("");
        Matcher code = Pattern.compile("[?&]code=([^&]+)").matcher(location);
        if (!code.find()) {
            throw new DemoFailure("the issuer gave no code: " + redirect.statusCode() + " " + location);
        }
        return code.group(1);
    }

    /** With what the form on that page hides. */
    private HttpResponse<String> post(String path, String page, Map<String, String> fields) {
        Map<String, String> all = new java.util.LinkedHashMap<>(fields);
        Matcher hidden = HIDDEN.matcher(page);
        while (hidden.find()) {
            all.put(hidden.group(1), hidden.group(2));
        }
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form(all))));
    }

    private HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(http.resolve(path)).timeout(TIMEOUT).header("User-Agent", "devicetrail-demo");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return browser.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new DemoFailure(http + " did not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted", e);
        }
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String challenge(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
