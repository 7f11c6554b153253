package io.devicetrail.pki;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Certificates of devices and of our own servers.
 *
 * @param keystore where the keys of the authorities are
 * @param deviceLife how long a device's certificate is valid
 * @param renewal how long before its end a certificate is to be renewed
 * @param serverNames more names and addresses under which devices reach our servers
 * @param publicUrl where the application's HTTP is reached by who checks certificates; null: they do not tell where
 * @param enrolmentPort where devices ask for certificates (EST over TLS); 0 for any that is free
 * @param newAuthorities whether to start although the authorities of certificates that devices have are lost: every device
 *     of theirs has to enrol anew
 */
@ConfigurationProperties(CertificateSettings.PREFIX)
public record CertificateSettings(
        @DefaultValue Keystore keystore,
        @DefaultValue("365d") Duration deviceLife,
        @DefaultValue("30d") Duration renewal,
        @DefaultValue List<String> serverNames,
        @Nullable String publicUrl,
        @DefaultValue("8443") int enrolmentPort,
        @DefaultValue("false") boolean newAuthorities) {
    public static final String PREFIX = "devicetrail.certificates";

    /** Variable of the environment: a setting can stand on a command line, which every process can read. */
    public static final String PASSWORD = "DEVICETRAIL_CERTIFICATES_KEYSTORE_PASSWORD";

    private static final Duration SHORTEST_LIFE = Duration.ofMinutes(1);
    private static final int LAST_PORT = 65_535;
    private static final Duration LONGEST_LIFE = Duration.ofDays(3650);

    public CertificateSettings {
        if (deviceLife.compareTo(SHORTEST_LIFE) < 0 || deviceLife.compareTo(LONGEST_LIFE) > 0) {
            throw new IllegalArgumentException("devicetrail.certificates.device-life must be 1m to 3650d");
        }
        if (renewal.isNegative() || renewal.compareTo(deviceLife) >= 0) {
            throw new IllegalArgumentException(
                    "devicetrail.certificates.renewal must be shorter than devicetrail.certificates.device-life");
        }
        if (enrolmentPort < 0 || enrolmentPort > LAST_PORT) {
            throw new IllegalArgumentException("devicetrail.certificates.enrolment-port must be 0 to " + LAST_PORT);
        }
        serverNames = List.copyOf(serverNames);
    }

    /** The kinds of place for the authorities' keys. */
    public enum Place {
        /** A PKCS #12 file. */
        PKCS12,
        /** A PKCS #11 token, such as a hardware security module. */
        PKCS11
    }

    /**
     * @param path of the PKCS #12 store, relative to the home
     * @param passwordFile of the store, or with the PIN of the token, relative to the home; without it {@link #PASSWORD} of
     *     the environment is read, and without that, for a store, a password is made and kept in the home's secrets
     */
    public record Keystore(
            @DefaultValue("pkcs12") Place type,
            @DefaultValue("secrets/authorities.p12") Path path,
            @Nullable Path passwordFile,
            @DefaultValue Token token) {}

    /**
     * @param library the token's PKCS #11 module
     * @param slot its number, as the module tells it; null for the first one
     */
    public record Token(@Nullable Path library, @Nullable Long slot) {}
}
