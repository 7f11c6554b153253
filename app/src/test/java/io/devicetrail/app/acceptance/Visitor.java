package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser without scripts: cookies, redirects within the instance, and forms as they are in the page. */
final class Visitor {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MOST_REDIRECTS = 10;
    private static final Pattern FORM =
            Pattern.compile("<form method=\"(\\w+)\" action=\"([^\"]+)\">(.*?)</form>", Pattern.DOTALL);
    private static final Pattern HIDDEN = Pattern.compile("type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");

    private final URI base;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
            .build();

    Visitor(URI base) {
        this.base = base;
    }

    /**
     * Where the browser ended up.
     *
     * @param at the address; one outside of the instance is not asked
     */
    record Page(URI at, int status, String body, HttpResponse<String> response) {}

    Page open(String address) {
        return follow(HttpRequest.newBuilder(base.resolve(address)).GET());
    }

    /** Fills in the page's first form and sends it. */
    Page submit(Page page, Map<String, String> fields) {
        Matcher form = FORM.matcher(page.body());
        assertThat(form.find()).as("a form in %s", page.body()).isTrue();
        Map<String, String> all = new LinkedHashMap<>();
        Matcher hidden = HIDDEN.matcher(form.group(3));
        while (hidden.find()) {
            all.put(hidden.group(1), hidden.group(2));
        }
        all.putAll(fields);
        String encoded = all.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        URI action = base.resolve(form.group(2));
        return form.group(1).equals("get")
                ? open(action + "?" + encoded)
                : follow(HttpRequest.newBuilder(action)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(encoded)));
    }

    private Page follow(HttpRequest.Builder first) {
        HttpRequest.Builder request = first;
        for (int hop = 0; hop < MOST_REDIRECTS; hop++) {
            HttpResponse<String> response =
                    send(request.timeout(TIMEOUT).header("Accept", "text/html").build());
            URI at = response.uri();
            if (response.statusCode() / 100 != 3) {
                return new Page(at, response.statusCode(), response.body(), response);
            }
            URI next = at.resolve(response.headers().firstValue("Location").orElseThrow());
            if (!next.getAuthority().equals(base.getAuthority())) {
                return new Page(next, response.statusCode(), "", response);
            }
            request = HttpRequest.newBuilder(next).GET();
        }
        throw new AssertionError("more than " + MOST_REDIRECTS + " redirects");
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
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
