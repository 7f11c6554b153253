package io.devicetrail.identity.credential;

import java.text.Normalizer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/** Argon2id (RFC 9106), with the parameters that OWASP asks for at least. Each hash takes memory: few at once. */
@Component
public final class PasswordHashes {
    static final int MEMORY_KIBIBYTES = 19_456;
    static final int ITERATIONS = 2;
    static final int PARALLELISM = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    /** Hashes at once: 78 MB at most, whoever asks. */
    static final int AT_ONCE = 4;
    /** Longest wait for a turn. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Argon2PasswordEncoder argon2 =
            new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, PARALLELISM, MEMORY_KIBIBYTES, ITERATIONS);
    private final Semaphore turns = new Semaphore(AT_ONCE, true);
    private final String nobodys = hash("of nobody");

    public String hash(String password) {
        return inTurn(() -> String.valueOf(argon2.encode(normal(password))));
    }

    public boolean matches(String password, String hash) {
        return inTurn(() -> argon2.matches(normal(password), hash));
    }

    /** Takes as long as {@link #matches}: that somebody has no password must not be told by the clock. */
    public void matchNobodys(String password) {
        inTurn(() -> argon2.matches(normal(password), nobodys));
    }

    /** The same letters, however a keyboard composes them (NIST SP 800-63B, 3.1.1.2). */
    private static String normal(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC);
    }

    private <T> T inTurn(Supplier<T> work) {
        try {
            if (!turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TooBusyException("Too many passwords are being checked");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new TooBusyException("The check was interrupted");
        }
        try {
            return work.get();
        } finally {
            turns.release();
        }
    }
}
