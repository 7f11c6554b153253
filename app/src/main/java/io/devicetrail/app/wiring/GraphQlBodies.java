package io.devicetrail.app.wiring;

import io.devicetrail.app.limits.AllowList;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Says what is wrong with a GraphQL request's body before Spring reads it: to one that is {@code null} it answers with
 * a fault of its own, and to others that are no request with a bare status.
 */
@Component
class GraphQlBodies extends OncePerRequestFilter {
    /** Bytes of one request; far above the 1 MiB of text that fits, with its escapes. */
    static final int LARGEST = 4 << 20;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String RESPONSE = "application/graphql-response+json";
    private static final String EXAMPLE = "such as {\"query\": \"{ log { head } }\"}";

    private final String path;
    private final boolean hashes;

    GraphQlBodies(@Value("${spring.graphql.http.path:/graphql}") String path, AllowList documents) {
        this.path = path;
        this.hashes = documents.takesHashes();
    }

    /** What is not said to be JSON is refused by its media type later. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getMethod().equals("POST")
                || !request.getServletPath().equals(path)
                || !isJson(request.getContentType());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        byte[] body = request.getInputStream().readNBytes(LARGEST + 1);
        if (body.length > LARGEST) {
            refuse(
                    request,
                    response,
                    HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE,
                    "A request has " + LARGEST + " bytes at most; ask for less at once");
            return;
        }
        String objection = objectionTo(body);
        if (objection == null) {
            chain.doFilter(new RereadRequest(request, body), response);
        } else {
            refuse(request, response, HttpServletResponse.SC_BAD_REQUEST, objection);
        }
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response, int status, String objection)
            throws IOException {
        boolean modern = String.valueOf(request.getHeader("Accept")).contains(RESPONSE);
        response.setStatus(status);
        response.setContentType(modern ? RESPONSE : MediaType.APPLICATION_JSON_VALUE);
        response.getOutputStream()
                .write(JSON.writeValueAsBytes(Map.of(
                        "errors",
                        List.of(Map.of("message", objection, "extensions", Map.of("code", "MALFORMED_INPUT"))))));
    }

    private static boolean isJson(@Nullable String contentType) {
        try {
            String subtype = contentType == null
                    ? ""
                    : MediaType.parseMediaType(contentType).getSubtype();
            return subtype.equals("json") || subtype.endsWith("+json");
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    private @Nullable String objectionTo(byte[] body) {
        JsonNode request;
        try {
            request = JSON.readTree(body);
        } catch (JacksonException e) {
            return "The body is not JSON: " + e.getOriginalMessage();
        }
        if (!request.isObject()) {
            String found = request.isMissingNode()
                    ? "empty"
                    : "of type " + request.getNodeType().name().toLowerCase(Locale.ROOT);
            return "The body must be a JSON object " + EXAMPLE + ", but is " + found;
        }
        boolean named = hashes
                && request.path("query").isMissingNode()
                && request.at("/extensions/persistedQuery/sha256Hash").isString();
        if (!named && !request.path("query").isString()) {
            return "query must be a JSON string with a GraphQL document, " + EXAMPLE;
        }
        for (String name : List.of("variables", "extensions")) {
            JsonNode value = request.path(name);
            if (!value.isObject() && !value.isNull() && !value.isMissingNode()) {
                return name + " must be a JSON object or left out";
            }
        }
        return null;
    }
}
