package io.devicetrail.domain.audittrail;

import io.devicetrail.domain.account.AccountEvent;
import java.util.ArrayList;
import java.util.List;

/** Reads events of accounts; they belong to the record of the account's person. */
final class AccountReading {
    private AccountReading() {}

    static List<FieldChange> changesOf(AccountEvent event) {
        return switch (event) {
            case AccountEvent.SignInSecretIssued e ->
                AuditReading.created("signInSecret", "ISSUED", "signInSecret expiresAt", e.expiresAt());
            case AccountEvent.SecondFactorReset e -> AuditReading.created("secondFactor", "RESET");
            case AccountEvent.AccountUnlocked e -> List.of(FieldChange.of("account", "LOCKED", "UNLOCKED"));
            case AccountEvent.PasswordSet e -> AuditReading.created("password", "SET");
            case AccountEvent.SecondFactorEnrolled e ->
                AuditReading.created("secondFactor", "ENROLLED", "secondFactor method", e.method());
            case AccountEvent.SignedIn e -> {
                String session = session(e.session());
                yield AuditReading.created(session, "SIGNED_IN", session + " methods", e.methods());
            }
            case AccountEvent.SignedInElsewhere e -> {
                String session = session(e.session());
                yield AuditReading.created(
                        session,
                        "SIGNED_IN",
                        session + " issuer",
                        e.issuer(),
                        session + " methods",
                        e.methods(),
                        session + " twoFactors",
                        e.twoFactors());
            }
            case AccountEvent.SignInFailed e ->
                AuditReading.created(
                        "signIn",
                        "FAILED",
                        "signIn cause",
                        e.cause(),
                        "signIn failures",
                        e.failures(),
                        "signIn leftOut",
                        e.leftOut());
            case AccountEvent.AccountLocked e ->
                AuditReading.created(
                        "account", "LOCKED", "account failures", e.failures(), "account lockedUntil", e.until());
            case AccountEvent.SignedOut e -> {
                String session = session(e.session());
                List<FieldChange> changes = new ArrayList<>();
                changes.add(FieldChange.of(session, "SIGNED_IN", "SIGNED_OUT"));
                changes.addAll(AuditReading.created(session + " cause", e.cause()));
                yield changes;
            }
            case AccountEvent.TokenIssued e -> {
                String token = session(e.session()) + " token";
                yield AuditReading.created(
                        token,
                        "ISSUED",
                        token + " client",
                        e.client(),
                        token + " grantType",
                        e.grantType(),
                        token + " expiresAt",
                        e.expiresAt());
            }
        };
    }

    private static String session(String session) {
        return "session " + session;
    }
}
