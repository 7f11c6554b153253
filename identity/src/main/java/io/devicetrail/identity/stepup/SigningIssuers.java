package io.devicetrail.identity.stepup;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The issuers elsewhere whose people can sign. */
@Component
class SigningIssuers {
    private final Map<String, SigningIssuer> issuers = new TreeMap<>();

    SigningIssuers(StepUpSettings settings, Clock clock) {
        IssuerHttp http = new IssuerHttp();
        settings.issuers().forEach((name, issuer) -> {
            if (issuer.clientId() != null) {
                requireReadable(name, issuer.clientSecretFile());
                issuers.put(name, new SigningIssuer(issuer, http, clock));
            }
        });
    }

    private static void requireReadable(String name, @Nullable String file) {
        if (file != null && !Files.isReadable(Path.of(file))) {
            throw new IllegalArgumentException("devicetrail.sign-in.issuers." + name + ".client-secret-file: " + file
                    + " cannot be read; put the client's secret there, readable for this process");
        }
    }

    Set<String> names() {
        return issuers.keySet();
    }

    Optional<SigningIssuer> named(String name) {
        return Optional.ofNullable(issuers.get(name));
    }

    Optional<SigningIssuer> at(String address) {
        return issuers.values().stream()
                .filter(issuer -> issuer.address().equals(address))
                .findFirst();
    }
}
