package io.devicetrail.audit.ledger.keys;

import io.devicetrail.audit.ledger.LedgerBroken;
import io.devicetrail.audit.ledger.note.SignatureType;
import io.devicetrail.audit.ledger.note.SigningKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bytes of a PKCS #12 store, opened. Every failure is told in one line, without the password. */
final class Pkcs12 {
    private static final String SUBJECT = "Devicetrail ledger";

    private final KeyStore store;
    private final char[] password;
    private final String file;

    private Pkcs12(KeyStore store, String password, String file) {
        this.store = store;
        this.password = password.toCharArray();
        this.file = file;
    }

    static Pkcs12 empty(String password, String file) {
        return loaded(null, password, file);
    }

    /** @throws LedgerBroken if these are no store, or the password is another */
    static Pkcs12 of(byte[] bytes, String password, String file) {
        return loaded(new ByteArrayInputStream(bytes), password, file);
    }

    private static Pkcs12 loaded(@Nullable ByteArrayInputStream bytes, String password, String file) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(bytes, password.toCharArray());
            return new Pkcs12(store, password, file);
        } catch (IOException | GeneralSecurityException e) {
            throw new LedgerBroken("the ledger's key store " + file + " cannot be opened: " + e.getMessage());
        }
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            store.store(bytes, password);
        } catch (IOException | GeneralSecurityException e) {
            throw unusable("cannot be written", e);
        }
        return bytes.toByteArray();
    }

    List<String> aliases() {
        try {
            return Collections.list(store.aliases()).stream().sorted().toList();
        } catch (GeneralSecurityException e) {
            throw unusable("cannot be read", e);
        }
    }

    /** Whether there is a key, or the certificate of one. */
    boolean holds(String alias) {
        try {
            return store.containsAlias(alias);
        } catch (GeneralSecurityException e) {
            throw unusable("cannot be read", e);
        }
    }

    void put(String alias, KeyPair pair, SignatureType type) {
        try {
            Certificate certificate = SelfSigned.of(SigningKey.of(pair, type), type, SUBJECT);
            store.setKeyEntry(alias, pair.getPrivate(), password, new Certificate[] {certificate});
        } catch (GeneralSecurityException e) {
            throw unusable("does not take a key for " + type.algorithm(), e);
        }
    }

    /** Puts in the certificate of a key that is in a token; its name is the key's label there. */
    void refer(String alias, TokenKey key) {
        try {
            store.setCertificateEntry(alias, SelfSigned.of(key, SignatureType.ED25519, key.label()));
        } catch (GeneralSecurityException e) {
            throw unusable("does not take the certificate of the token's key " + key.label(), e);
        }
    }

    /** Puts an entry in the place of another. */
    void rename(String from, String to) {
        try {
            if (!store.containsAlias(from)) {
                throw new LedgerBroken("there are no keys that follow: " + file + " has no " + from);
            }
            if (store.containsAlias(to)) {
                store.deleteEntry(to);
            }
            if (store.isKeyEntry(from)) {
                store.setKeyEntry(to, store.getKey(from, password), password, store.getCertificateChain(from));
            } else {
                store.setCertificateEntry(to, store.getCertificate(from));
            }
            store.deleteEntry(from);
        } catch (GeneralSecurityException e) {
            throw unusable("does not give its key " + from, e);
        }
    }

    /** @param token that has the key where the store has only its certificate */
    SigningKey key(String alias, SignatureType type, @Nullable KeyToken token) {
        try {
            Certificate certificate = store.getCertificate(alias);
            if (store.getKey(alias, password) instanceof PrivateKey key && certificate != null) {
                return SigningKey.of(new KeyPair(certificate.getPublicKey(), key), type);
            }
            if (certificate instanceof X509Certificate ofToken && token != null) {
                return new TokenKey(token, SelfSigned.commonName(ofToken), ofToken.getPublicKey());
            }
        } catch (GeneralSecurityException e) {
            throw unusable("does not give its key " + alias, e);
        }
        throw new LedgerBroken("the ledger's key store " + file + " has no private key under " + alias
                + (type == SignatureType.ED25519 && token == null
                        ? ": if it is in a token, set devicetrail.ledger.keystore.type=pkcs11"
                        : ""));
    }

    private LedgerBroken unusable(String what, Exception why) {
        return new LedgerBroken("the ledger's key store " + file + " " + what + ": " + why.getMessage());
    }
}
