package io.devicetrail.app.limits;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.annotation.Order;
import org.springframework.graphql.execution.ErrorType;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Answers documents that somebody has looked at, and no others, if a folder of them is set. One is named by the SHA-256 of
 * its bytes, in the form of Apollo's persisted queries, or sent as it is in the folder. Read at the start: a file that is
 * put there later counts from the next one on.
 */
@Component
@Order(RequestOrder.ALLOW_LIST)
public class AllowList implements WebGraphQlInterceptor {
    static final String REQUIRED = "PERSISTED_QUERY_REQUIRED";
    /** Documents of a folder; a front end has some hundreds. */
    static final int MOST_DOCUMENTS = 10_000;
    /** Bytes of one; graphql-java takes no longer ones. */
    static final int LARGEST_DOCUMENT = 1 << 20;

    private static final String EXTENSION = "persistedQuery";
    private static final String HASH = "sha256Hash";

    /** By their SHA-256; null where every document is answered. */
    private final @Nullable Map<String, String> documents;

    /** @param folder of {@code .graphql} files, setting {@code devicetrail.graphql.allow-list} */
    AllowList(@Value("${devicetrail.graphql.allow-list:}") String folder) {
        this.documents = folder.isBlank() ? null : read(Path.of(folder));
    }

    /** Whether a request may name its document by a hash and leave it out. */
    public boolean takesHashes() {
        return documents != null;
    }

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        Map<String, String> allowed = documents;
        if (allowed == null) {
            return chain.next(request);
        }
        String document =
                allowed.get(named(request.getExtensions()).orElseGet(() -> hash(bytes(request.getDocument()))));
        if (document == null) {
            return Mono.just(GraphQlRefusal.of(
                    request,
                    ErrorType.FORBIDDEN,
                    REQUIRED,
                    "Only the documents of devicetrail.graphql.allow-list are answered here, each as it is there or by"
                            + " the SHA-256 of its bytes as extensions.persistedQuery.sha256Hash."));
        }
        request.configureExecutionInput(
                (input, builder) -> builder.query(document).build());
        return chain.next(request);
    }

    /** The document of that hash is answered, whatever else was sent beside it. */
    private static Optional<String> named(@Nullable Map<String, Object> extensions) {
        return extensions != null
                        && extensions.get(EXTENSION) instanceof Map<?, ?> persisted
                        && persisted.get(HASH) instanceof String hash
                ? Optional.of(hash)
                : Optional.empty();
    }

    private static Map<String, String> read(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> documents = files.filter(file -> file.toString().endsWith(".graphql"))
                    .limit(MOST_DOCUMENTS + 1L)
                    .toList();
            if (documents.isEmpty() || documents.size() > MOST_DOCUMENTS) {
                throw new IllegalArgumentException("devicetrail.graphql.allow-list: " + folder + " must hold 1 to "
                        + MOST_DOCUMENTS + " files named *.graphql");
            }
            Map<String, String> byHash = new HashMap<>();
            for (Path document : documents) {
                if (Files.size(document) > LARGEST_DOCUMENT) {
                    throw new IllegalArgumentException("devicetrail.graphql.allow-list: " + document + " has more than "
                            + LARGEST_DOCUMENT + " bytes");
                }
                byte[] bytes = Files.readAllBytes(document);
                byHash.put(hash(bytes), new String(bytes, StandardCharsets.UTF_8));
            }
            return Map.copyOf(byHash);
        } catch (IOException e) {
            throw new UncheckedIOException("devicetrail.graphql.allow-list: " + folder + " cannot be read", e);
        }
    }

    private static byte[] bytes(String document) {
        return document.getBytes(StandardCharsets.UTF_8);
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
