package io.devicetrail.identity.page;

import io.devicetrail.domain.signature.VisibleText;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.util.HtmlUtils;

/**
 * Writes a page. Whatever is not written in these sources is escaped, and what a reader could not see in it is shown by
 * its code: somebody entered it, and somebody else decides by it.
 */
final class Html {
    private final StringBuilder body = new StringBuilder();
    private final String title;

    private Html(String title) {
        this.title = title;
    }

    static Html page(String title) {
        return new Html(title);
    }

    Html text(String text) {
        body.append("<p>").append(shown(text)).append("</p>\n");
        return this;
    }

    /** Read out at once by screen readers. */
    Html alert(@Nullable String text) {
        if (text != null) {
            body.append("<p role=\"alert\" class=\"alert\">")
                    .append(shown(text))
                    .append("</p>\n");
        }
        return this;
    }

    Html heading(String text) {
        body.append("<h2>").append(shown(text)).append("</h2>\n");
        return this;
    }

    /** Names and what they stand for, in their order. */
    Html terms(List<Map.Entry<String, String>> terms) {
        body.append("<dl>\n");
        for (Map.Entry<String, String> term : terms) {
            body.append("<dt>")
                    .append(shown(term.getKey()))
                    .append("</dt><dd>")
                    .append(shown(term.getValue()))
                    .append("</dd>\n");
        }
        body.append("</dl>\n");
        return this;
    }

    /** To be copied, in one piece. */
    Html copy(String text) {
        body.append("<p><code>").append(shown(text)).append("</code></p>\n");
        return this;
    }

    Html link(String address, String text) {
        body.append("<p><a href=\"")
                .append(escaped(address))
                .append("\">")
                .append(shown(text))
                .append("</a></p>\n");
        return this;
    }

    /** A form that changes something: with the token that only our own pages know. */
    Html post(String action, HttpServletRequest request) {
        body.append("<form method=\"post\" action=\"").append(escaped(action)).append("\">\n");
        if (request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token) {
            hidden(token.getParameterName(), token.getToken());
        }
        return this;
    }

    /** A form that asks. */
    Html get(String action) {
        body.append("<form method=\"get\" action=\"").append(escaped(action)).append("\">\n");
        return this;
    }

    Html hidden(String name, String value) {
        body.append("<input type=\"hidden\" name=\"")
                .append(escaped(name))
                .append("\" value=\"")
                .append(escaped(value))
                .append("\">\n");
        return this;
    }

    /** @param fill what browsers and password managers may fill in */
    Html field(String name, String label, String type, String fill, String value) {
        body.append("<label for=\"%1$s\">%2$s</label>\n".formatted(name, escaped(label)))
                .append(
                        "<input id=\"%1$s\" name=\"%1$s\" type=\"%2$s\" autocomplete=\"%3$s\" value=\"%4$s\" required>\n"
                                .formatted(name, type, fill, escaped(value)));
        return this;
    }

    Html code() {
        body.append("""
                <label for="code">Code of your authenticator</label>
                <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9]{6}"
                       title="6 digits" required>
                """);
        return this;
    }

    Html submit(String label) {
        body.append("<button type=\"submit\">").append(escaped(label)).append("</button>\n</form>\n");
        return this;
    }

    ResponseEntity<String> ok() {
        return as(HttpStatus.OK);
    }

    ResponseEntity<String> as(HttpStatus status) {
        return ResponseEntity.status(status)
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .body(toString());
    }

    private static String shown(String text) {
        return escaped(VisibleText.of(text));
    }

    /** As it is: what a form brings back must be what it carried. */
    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }

    @Override
    public String toString() {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%1$s - Devicetrail</title>
                <link rel="stylesheet" href="%2$s">
                </head>
                <body>
                <main>
                <h1>%1$s</h1>
                %3$s</main>
                </body>
                </html>
                """.formatted(shown(title), Pages.STYLE, body);
    }
}
