package io.devicetrail.identity.page;

import io.devicetrail.identity.signing.PendingSignatures;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** What people of an outside issuer are told where there is nothing to fill in. */
final class StepUpAnswers {
    private StepUpAnswers() {}

    static ResponseEntity<String> choice(String id, List<String> issuers) {
        Html page = Html.page("Sign in to sign").text("Sign in where you have your account, then the record is shown.");
        issuers.forEach(issuer -> link(page, id, issuer));
        return page.link(Pages.SIGN_IN, "With an account of this installation").ok();
    }

    static void link(Html page, String id, String issuer) {
        uuid(id).ifPresent(uuid -> page.link(PendingSignatures.PAGE + uuid + "?at=" + issuer, "Sign in at " + issuer));
    }

    static ResponseEntity<String> notSigned(@Nullable UUID signing, String told, HttpStatus status) {
        Html page = Html.page("Not signed").alert(told);
        return (signing == null ? page : page.link(PendingSignatures.PAGE + signing, "Back to the signature"))
                .as(status);
    }

    static ResponseEntity<String> away(String id) {
        return notSigned(
                uuid(id).orElse(null),
                "The issuer or the log cannot be reached, so nobody can sign now. Try again shortly.",
                HttpStatus.SERVICE_UNAVAILABLE);
    }

    static Optional<UUID> uuid(String id) {
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
