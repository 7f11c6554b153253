package io.devicetrail.identity.credential;

import io.devicetrail.identity.SignInSettings;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Which passwords are taken, and for how long (21 CFR 11.300(b)). Length counts; no rules of composition. */
@Component
public final class PasswordRules {
    /** Longest password, in characters: a hash must not become work without end. */
    public static final int LONGEST = 128;

    private static final int FEWEST_DIFFERENT = 5;

    private final SignInSettings settings;
    private final PasswordHashes hashes;
    private final Clock clock;

    public PasswordRules(SignInSettings settings, PasswordHashes hashes, Clock clock) {
        this.settings = settings;
        this.hashes = hashes;
        this.clock = clock;
    }

    /**
     * What is wrong with a new password by itself, with the mend; empty if nothing is. Asked before any proof is looked
     * at: the answer must not tell whether one was right.
     */
    public Optional<String> complaint(String password, String userName) {
        int length = password.codePointCount(0, password.length());
        if (length < settings.minLength()) {
            return Optional.of("The new password must have at least " + settings.minLength() + " characters.");
        }
        if (length > LONGEST) {
            return Optional.of("The new password must have at most " + LONGEST + " characters.");
        }
        if (password.codePoints().distinct().count() < FEWEST_DIFFERENT) {
            return Optional.of("The new password repeats too few characters; take more different ones.");
        }
        if (password.toLowerCase(Locale.ROOT).contains(userName.strip().toLowerCase(Locale.ROOT))) {
            return Optional.of("The new password must not contain the user name.");
        }
        return Optional.empty();
    }

    /** What is wrong with it beside the former ones. */
    public Optional<String> complaint(String password, Credential credential) {
        return former(credential).stream().anyMatch(hash -> hashes.matches(password, hash))
                ? Optional.of("The new password must differ from the last " + Math.max(1, settings.history()) + ".")
                : Optional.empty();
    }

    /** Whether it has to be changed before it counts again. */
    public boolean outlived(Credential credential) {
        Instant since = credential.passwordSetAt();
        return settings.maxAge() != null && since != null && !clock.instant().isBefore(since.plus(settings.maxAge()));
    }

    /** Hashes that a new password must not match: the one in force, and as many before it as make up the history. */
    private List<String> former(Credential credential) {
        return Stream.concat(Stream.ofNullable(credential.passwordHash()), credential.previousHashes().stream())
                .limit(Math.max(1, settings.history()))
                .toList();
    }
}
