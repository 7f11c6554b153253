package io.devicetrail.audit.copy.check;

import io.devicetrail.audit.ledger.note.SignatureType;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.NotVerified;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom somebody trusts who checks a copy, from elsewhere than the copy.
 *
 * @param keys of the ledger; none to take those that the copy brings, by which nothing is proven
 * @param witnesses keys of witnesses, each of which must have cosigned
 * @param authorities certificates of time-stamp authorities or of who certifies them; if there are any, the copy must
 *     have a time-stamp of one of them
 */
public record Trusted(List<VerifierKey> keys, List<VerifierKey> witnesses, List<X509Certificate> authorities) {
    public Trusted {
        keys = List.copyOf(keys);
        witnesses = List.copyOf(witnesses);
        authorities = List.copyOf(authorities);
        for (VerifierKey witness : witnesses) {
            if (witness.type() == SignatureType.ED25519 || keys.contains(witness)) {
                throw new NotVerified("the key of " + witness.shortName()
                        + " is none of a witness: it makes no cosignatures, or is the ledger's own");
            }
        }
    }

    /** The ledger alone. */
    public static Trusted keys(List<VerifierKey> keys) {
        return new Trusted(keys, List.of(), List.of());
    }

    /**
     * As in files; null for none.
     *
     * @throws NotVerified if a file has none of what it is to have
     */
    public static Trusted in(@Nullable Path keys, @Nullable Path witnesses, @Nullable Path authorities)
            throws IOException {
        return new Trusted(
                keys == null ? List.of() : verifierKeys(keys),
                witnesses == null ? List.of() : verifierKeys(witnesses),
                authorities == null ? List.of() : certificates(authorities));
    }

    /** One a line. */
    public static List<VerifierKey> verifierKeys(Path file) throws IOException {
        List<VerifierKey> keys = Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank())
                .map(VerifierKey::parse)
                .toList();
        if (keys.isEmpty()) {
            throw new NotVerified("no public keys are in " + file);
        }
        return keys;
    }

    /** PEM, any number, or one in DER. */
    public static List<X509Certificate> certificates(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (certificates.isEmpty()) {
                throw new NotVerified("no certificates are in " + file);
            }
            return certificates;
        } catch (CertificateException e) {
            throw new NotVerified("no certificates are in " + file, e);
        }
    }
}
