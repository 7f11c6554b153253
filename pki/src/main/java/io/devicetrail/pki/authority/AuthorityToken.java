package io.devicetrail.pki.authority;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Optional;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A PKCS #11 token through the JDK's provider. Private keys are made in it, are sensitive and cannot be taken out; each is
 * there with its chain of certificates, under the alias as label.
 */
final class AuthorityToken extends AuthorityStore {
    private static final String TYPE = "PKCS11";

    /** Of keys that are made, and of those that are kept of them: the module refuses to show their values. */
    private static final String CONFIGURATION = """
            --name = devicetrail-authorities
            library = "%s"
            %s
            attributes(generate, CKO_PRIVATE_KEY, CKK_EC) = {
              CKA_SENSITIVE = true
              CKA_EXTRACTABLE = false
              CKA_SIGN = true
            }
            """;

    private final Path library;
    private final Provider provider;
    private final KeyStore store;
    private final char[] pin;

    private AuthorityToken(Path library, Provider provider, KeyStore store, char[] pin) {
        this.library = library;
        this.provider = provider;
        this.store = store;
        this.pin = pin;
    }

    static AuthorityToken in(Path library, @Nullable Long slot, String pin) {
        if (!Files.isReadable(library)) {
            throw new AuthorityBroken("there is no PKCS #11 module at " + library);
        }
        try {
            Provider provider = Security.getProvider("SunPKCS11")
                    .configure(CONFIGURATION.formatted(
                            library.toAbsolutePath(), slot == null ? "slotListIndex = 0" : "slot = " + slot));
            KeyStore store = KeyStore.getInstance(TYPE, provider);
            store.load(null, pin.toCharArray());
            return new AuthorityToken(library, provider, store, pin.toCharArray());
        } catch (IOException | GeneralSecurityException | ProviderException | InvalidParameterException unusable) {
            throw new AuthorityBroken("the token of " + library + " cannot be used: " + reason(unusable), unusable);
        }
    }

    @Override
    boolean has(String alias) {
        try {
            return isThere(alias);
        } catch (IOException | GeneralSecurityException | ProviderException unusable) {
            throw new AuthorityBroken("the token of " + library + " does not answer: " + reason(unusable), unusable);
        }
    }

    /** The provider lists the token when it is loaded: what another process has put there since shows after another load. */
    private boolean isThere(String alias) throws IOException, GeneralSecurityException {
        if (!store.isKeyEntry(alias)) {
            store.load(null, pin);
        }
        return store.isKeyEntry(alias);
    }

    @Override
    Optional<Signer> find(String alias) {
        try {
            return isThere(alias) && store.getKey(alias, null) instanceof PrivateKey key
                    ? Optional.of(new Signer(key, chain(store, alias), this))
                    : Optional.empty();
        } catch (IOException | GeneralSecurityException | ProviderException unusable) {
            throw new AuthorityBroken(
                    "the token of " + library + " does not give " + alias + ": " + reason(unusable), unusable);
        }
    }

    /** For this process alone, until it is put. */
    @Override
    KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
            generator.initialize(new ECGenParameterSpec(PlatformAuthority.CURVE));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException | ProviderException unusable) {
            throw new AuthorityBroken(
                    "the token of " + library + " makes no key on " + PlatformAuthority.CURVE + ": " + reason(unusable),
                    unusable);
        }
    }

    /** Nobody else can sign with a key that cannot be taken out. */
    @Override
    ContentSigner signing(PrivateKey key) throws OperatorCreationException {
        try {
            return new JcaContentSignerBuilder(SIGNATURE).setProvider(provider).build(key);
        } catch (ProviderException gone) {
            throw new OperatorCreationException("the token does not sign: " + reason(gone), gone);
        }
    }

    @Override
    void put(String alias, Signer signer) {
        try {
            store.setKeyEntry(alias, signer.key(), null, signer.chain().toArray(X509Certificate[]::new));
        } catch (KeyStoreException | ProviderException full) {
            throw new AuthorityBroken(
                    "the token of " + library + " does not keep " + alias + ": " + reason(full), full);
        }
    }

    /** The module's own word is in the innermost one. */
    private static String reason(Exception unusable) {
        Throwable innermost = unusable;
        while (innermost.getCause() != null && innermost.getCause() != innermost) {
            innermost = innermost.getCause();
        }
        return String.valueOf(innermost.getMessage());
    }
}
