package io.devicetrail.identity.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.person.PersonId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SecretCipherTest {
    private static final PersonId ADA = PersonId.of(PersonId.LOCAL, "ada");
    private static final PersonId BOB = PersonId.of(PersonId.LOCAL, "bob");

    private final SecretCipher cipher = new SecretCipher(new byte[SecretCipher.KEY_BYTES]);

    @Test
    void aSecondFactorIsReadForItsPersonAlone() {
        SecondFactor factor = SecondFactor.random();
        byte[] stored = cipher.encrypted(ADA, factor);
        assertThat(text(stored)).doesNotContain(text(factor.secret()));
        assertThat(cipher.decrypted(ADA, stored).secret()).isEqualTo(factor.secret());
        assertThatThrownBy(() -> cipher.decrypted(BOB, stored)).hasMessageContaining("reset the second factor");
        stored[stored.length - 1] ^= 1;
        assertThatThrownBy(() -> cipher.decrypted(ADA, stored)).isInstanceOf(UnreadableFactorException.class);
    }

    /** RFC 6238, appendix B, shortened to six digits. */
    @Test
    void codesAreThoseOfTheStandard() {
        SecondFactor factor = new SecondFactor("12345678901234567890".getBytes(StandardCharsets.US_ASCII));
        assertThat(factor.codeAt(Instant.ofEpochSecond(59))).isEqualTo("287082");
        assertThat(factor.codeAt(Instant.ofEpochSecond(1111111109))).isEqualTo("081804");
        assertThat(factor.stepOf("287082", Instant.ofEpochSecond(59))).hasValue(1);
    }

    /** RFC 4648, 10. */
    @Test
    void base32IsThatOfTheStandard() {
        assertThat(Base32.of("foobar".getBytes(StandardCharsets.US_ASCII))).isEqualTo("MZXW6YTBOI");
        assertThat(Base32.of("fo".getBytes(StandardCharsets.US_ASCII))).isEqualTo("MZXQ");
        for (String text : new String[] {"", "f", "fo", "foo", "foob", "fooba", "foobar"}) {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            assertThat(Base32.bytes(Base32.of(bytes))).as(text).isEqualTo(bytes);
        }
        assertThatThrownBy(() -> Base32.bytes("MZX1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("MZX1");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
