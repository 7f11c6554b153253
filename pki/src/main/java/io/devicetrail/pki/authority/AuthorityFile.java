package io.devicetrail.pki.authority;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;

/**
 * A PKCS #12 file (RFC 7292) with one entry for each authority, replaced as a whole or not at all. A key that was handed
 * to a caller is on disk: {@link #put} returns after that.
 */
final class AuthorityFile extends AuthorityStore {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");
    private static final String TYPE = "PKCS12";

    private final Path file;
    private final char[] password;
    private final KeyStore store;

    private AuthorityFile(Path file, char[] password, KeyStore store) {
        this.file = file;
        this.password = password;
        this.store = store;
    }

    /**
     * @param file need not be there yet
     * @throws AuthorityBroken if others may read it, it is damaged, or the password is another
     */
    static AuthorityFile in(Path file, String password) {
        char[] secret = password.toCharArray();
        try {
            KeyStore store = KeyStore.getInstance(TYPE);
            if (Files.exists(file)) {
                if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
                    throw new AuthorityBroken("others may read " + file + ": chmod 600, and ask who did");
                }
                try (InputStream in = Files.newInputStream(file)) {
                    store.load(in, secret);
                }
            } else {
                store.load(null, secret);
            }
            return new AuthorityFile(file, secret, store);
        } catch (IOException | GeneralSecurityException unusable) {
            throw new AuthorityBroken(
                    "the authorities' key store " + file + " cannot be opened: " + unusable.getMessage());
        }
    }

    @Override
    boolean has(String alias) {
        try {
            return store.isKeyEntry(alias);
        } catch (KeyStoreException unusable) {
            throw new AuthorityBroken("the authorities' key store " + file + " was not opened", unusable);
        }
    }

    @Override
    Optional<Signer> find(String alias) {
        try {
            if (!(store.getKey(alias, password) instanceof PrivateKey key)) {
                return Optional.empty();
            }
            return Optional.of(new Signer(key, chain(store, alias), this));
        } catch (GeneralSecurityException unusable) {
            throw new AuthorityBroken(
                    "the authorities' key store " + file + " does not give " + alias + ": " + unusable.getMessage());
        }
    }

    @Override
    void put(String alias, Signer signer) {
        boolean kept = false;
        try {
            store.setKeyEntry(alias, signer.key(), password, signer.chain().toArray(X509Certificate[]::new));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            store.store(bytes, password);
            replace(bytes.toByteArray());
            kept = true;
        } catch (IOException | GeneralSecurityException full) {
            throw new AuthorityBroken(
                    "the authorities' key store " + file + " cannot be written: " + full.getMessage(), full);
        } finally {
            if (!kept) {
                forget(alias);
            }
        }
    }

    /** Else it would sign until the next start, and nobody could check what it signed after that. */
    private void forget(String alias) {
        try {
            store.deleteEntry(alias);
        } catch (KeyStoreException notThere) {
            // Then there is nothing to forget.
        }
    }

    @Override
    KeyPair newKey() {
        return PlatformAuthority.newKey();
    }

    private void replace(byte[] content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("it is in no folder");
        }
        Path fresh = Files.createTempFile(
                folder, String.valueOf(file.getFileName()), ".new", PosixFilePermissions.asFileAttribute(OWNER));
        try {
            try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel named = FileChannel.open(folder)) {
                named.force(true);
            }
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
