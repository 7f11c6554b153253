package io.devicetrail.identity.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.devicetrail.identity.credential.SecondFactor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.boot.json.JsonParserFactory;

/** Somebody with an account, their browser, and a program there that signs them in. */
final class Person {
    /** RFC 7636, appendix B. */
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private static final String CALLBACK = "http://127.0.0.1:39999/callback";
    private static final Pattern HIDDEN = Pattern.compile("type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final RunningIssuer issuer;
    private final String userName;
    private final SecondFactor factor;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
            .build();

    Person(RunningIssuer issuer, String userName) {
        this.issuer = issuer;
        this.userName = userName;
        this.factor = issuer.enrolled(userName);
    }

    /** By the sign-in page, which this page is or leads to. */
    HttpResponse<String> signIn() {
        HttpResponse<String> form = open("/identity/sign-in");
        return submit(
                "/identity/sign-in",
                form.body(),
                Map.of("username", userName, "password", RunningIssuer.PASSWORD, "code", issuer.nextCode(factor)));
    }

    /** Where redirects within the installation lead, or the first that leads out of it. */
    HttpResponse<String> open(String address) {
        HttpResponse<String> answer = send(request(address).GET());
        for (int hop = 0; hop < 5 && answer.statusCode() / 100 == 3; hop++) {
            URI next = answer.uri().resolve(location(answer));
            if (!next.getAuthority().equals(issuer.http().getAuthority())) {
                return answer;
            }
            answer = send(request(next.toString()).GET());
        }
        assertThat(answer.statusCode() / 100).as("redirects without an end").isNotEqualTo(3);
        return answer;
    }

    /** A form with what the page hides. */
    HttpResponse<String> submit(String address, String page, Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        Matcher hidden = HIDDEN.matcher(page);
        while (hidden.find()) {
            all.put(hidden.group(1), hidden.group(2));
        }
        HttpResponse<String> answer = post(address, all, "");
        return answer.statusCode() / 100 == 3 && location(answer).startsWith("/") ? open(location(answer)) : answer;
    }

    static String authorize(String scope, String more) {
        return "/identity/authorize?response_type=code&client_id=devicetrail-browser&state=s1"
                + "&code_challenge_method=S256&code_challenge=" + CHALLENGE + "&redirect_uri=" + encoded(CALLBACK)
                + "&scope=" + encoded(scope)
                + more;
    }

    /** The value in the address to which the answer leads. */
    static String told(HttpResponse<String> answer, String parameter) {
        Matcher value = Pattern.compile("[?&]" + parameter + "=([^&]+)").matcher(location(answer));
        assertThat(value.find())
                .as("%s in %s %s %s", parameter, answer.statusCode(), answer.headers(), answer.uri())
                .isTrue();
        return value.group(1);
    }

    static boolean leadsBack(HttpResponse<String> answer) {
        return location(answer).startsWith(CALLBACK);
    }

    Map<String, Object> redeemed(HttpResponse<String> granted) {
        HttpResponse<String> answer = redeem(told(granted, "code"), "");
        assertThat(answer.statusCode()).as("%s", answer.body()).isEqualTo(200);
        return json(answer);
    }

    /** @param proof of a key to which the token shall be bound; empty for none */
    HttpResponse<String> redeem(String code, String proof) {
        return post(
                "/identity/token",
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "client_id",
                        "devicetrail-browser",
                        "redirect_uri",
                        CALLBACK,
                        "code",
                        code,
                        "code_verifier",
                        VERIFIER),
                proof);
    }

    Map<String, Object> renewed(Map<String, Object> tokens) {
        HttpResponse<String> answer = post(
                "/identity/token",
                Map.of(
                        "grant_type",
                        "refresh_token",
                        "client_id",
                        "devicetrail-browser",
                        "refresh_token",
                        String.valueOf(tokens.get("refresh_token"))),
                "");
        assertThat(answer.statusCode()).as("%s", answer.body()).isEqualTo(200);
        return json(answer);
    }

    HttpResponse<String> userInfo(Map<String, Object> tokens) {
        return send(request("/identity/userinfo")
                .header("Authorization", "Bearer " + tokens.get("access_token"))
                .GET());
    }

    static JWTClaimsSet idToken(Map<String, Object> tokens) throws ParseException {
        return SignedJWT.parse(String.valueOf(tokens.get("id_token"))).getJWTClaimsSet();
    }

    static Map<String, Object> json(HttpResponse<String> answer) {
        return JsonParserFactory.getJsonParser().parseMap(answer.body());
    }

    private HttpResponse<String> post(String address, Map<String, String> fields, String proof) {
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = request(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form));
        return send(proof.isEmpty() ? request : request.header("DPoP", proof));
    }

    private HttpRequest.Builder request(String address) {
        return HttpRequest.newBuilder(issuer.http().resolve(address))
                .header("Accept", "text/html,application/json")
                .timeout(TIMEOUT);
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
