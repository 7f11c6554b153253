package io.devicetrail.identity.credential;

import io.devicetrail.domain.person.PersonId;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whether the key of second factors is the one that the database was written with; asked at each start. */
public final class EnrolledFactors {
    /** Rows that are tried; one that can be read shows that the key is the right one. */
    static final int MOST_TRIED = 1_000;

    /** What is sealed for it shows the key, whatever became of people's rows. */
    private static final PersonId NOBODY = new PersonId(new UUID(0, 0));

    private static final String MEND = "; restore the home's secrets/second-factors.key from the backup of secrets."
            + " Without it nobody who has enrolled can sign in";

    private EnrolledFactors() {}

    public static boolean any(JdbcClient jdbc) {
        return jdbc.sql("select exists (select 1 from identity.credential where totp_secret is not null)")
                .query(Boolean.class)
                .single();
    }

    /**
     * A row that was changed by itself keeps only its person out, and no instance from starting, also if there is no other:
     * what was sealed when somebody enrolled tells the key then.
     *
     * @throws IllegalStateException if there are second factors, and none can be read
     */
    public static void requireReadable(JdbcClient jdbc, SecretCipher cipher) {
        if (sealed(jdbc, cipher)) {
            return;
        }
        List<Boolean> read = jdbc.sql("select person_id, totp_secret from identity.credential"
                        + " where totp_secret is not null order by person_id limit :most")
                .param("most", MOST_TRIED)
                .query((row, number) ->
                        readable(cipher, row.getObject("person_id", UUID.class), row.getBytes("totp_secret")))
                .list();
        if (!read.isEmpty() && !read.contains(true)) {
            throw lost("is not the one that the database was written with");
        }
        if (!read.isEmpty()) {
            remember(jdbc, cipher);
        }
    }

    /** Somebody's second factor is written, or was read, with that key. */
    static void remember(JdbcClient jdbc, SecretCipher cipher) {
        if (!sealed(jdbc, cipher)) {
            jdbc.sql("insert into identity.factor_key (sealed) values (:sealed)"
                            + " on conflict (one) do update set sealed = excluded.sealed")
                    .param("sealed", cipher.encrypted(NOBODY, SecondFactor.random()))
                    .update();
        }
    }

    private static boolean sealed(JdbcClient jdbc, SecretCipher cipher) {
        return jdbc.sql("select sealed from identity.factor_key")
                .query((row, number) -> readable(cipher, NOBODY.value(), row.getBytes("sealed")))
                .optional()
                .orElse(false);
    }

    public static IllegalStateException lost(String how) {
        return new IllegalStateException("The key of second factors " + how + MEND);
    }

    static boolean readable(SecretCipher cipher, UUID person, byte[] stored) {
        try {
            cipher.decrypted(new PersonId(person), stored);
            return true;
        } catch (UnreadableFactorException other) {
            return false;
        }
    }
}
