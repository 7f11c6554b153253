package io.devicetrail.pki.authority;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** Where the authorities' keys and certificates are: an entry for each, by its alias. */
public abstract sealed class AuthorityStore permits AuthorityFile, AuthorityToken {
    static final String SIGNATURE = "SHA256withECDSA";

    /**
     * A PKCS #12 file.
     *
     * @param file need not be there yet
     * @throws AuthorityBroken if others may read it, it is damaged, or the password is another
     */
    public static AuthorityStore open(Path file, String password) {
        return AuthorityFile.in(file, password);
    }

    /**
     * A PKCS #11 token, in which the keys are made and which they never leave.
     *
     * @param library the token's module
     * @param slot the id that the module gives the token's slot; null for its first one
     * @throws AuthorityBroken if there is no such module or slot, or the PIN is another
     */
    public static AuthorityStore open(Path library, @Nullable Long slot, String pin) {
        return AuthorityToken.in(library, slot, pin);
    }

    abstract boolean has(String alias);

    /** The chain begins with the authority's own certificate and ends with the root's. */
    abstract Optional<Signer> find(String alias);

    /** For {@link #put}. */
    abstract KeyPair newKey();

    /** Returns when it would be found after a crash. */
    abstract void put(String alias, Signer signer);

    static List<X509Certificate> chain(KeyStore store, String alias) throws KeyStoreException {
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate each : store.getCertificateChain(alias)) {
            chain.add((X509Certificate) each);
        }
        return List.copyOf(chain);
    }

    /** Signs with one of its keys. */
    ContentSigner signing(PrivateKey key) throws OperatorCreationException {
        return new JcaContentSignerBuilder(SIGNATURE).build(key);
    }

    /**
     * @param chain its own certificate first
     * @param store that signs with the key
     */
    record Signer(PrivateKey key, List<X509Certificate> chain, AuthorityStore store) {
        X509Certificate certificate() {
            return chain.get(0);
        }

        ContentSigner signing() throws OperatorCreationException {
            return store.signing(key);
        }

        @Override
        public String toString() {
            return "Signer[" + certificate().getSubjectX500Principal() + "]";
        }
    }
}
