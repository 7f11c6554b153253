package io.devicetrail.audit.ledger.keys;

import io.devicetrail.audit.ledger.keys.Cryptoki.Function;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A PKCS #11 token: a smart card, a hardware security module, or a program that behaves like one. It is opened at the
 * first use, and again after a failure. One session, used by one thread at a time.
 *
 * <p>A wrong PIN is tried once in the life of a process: tokens lock themselves after a few.
 */
public final class Pkcs11Token implements KeyToken {
    private static final long CKF_SERIAL_SESSION = 4;
    private static final long CKU_USER = 1;
    private static final long CKM_EDDSA = 0x1057;
    private static final long CKO_PUBLIC_KEY = 2;
    private static final long CKO_PRIVATE_KEY = 3;
    private static final long CKK_EC_EDWARDS = 0x40;
    private static final long CKA_CLASS = 0;
    private static final long CKA_LABEL = 3;
    private static final long CKA_KEY_TYPE = 0x100;
    private static final long CKA_EC_POINT = 0x181;
    private static final byte TOKEN_PRESENT = 1;

    private static final int MOST_SLOTS = 64;
    private static final int LABEL_BYTES = 32;
    /** CK_TOKEN_INFO has 208. */
    private static final int TOKEN_INFO_BYTES = 512;

    private static final int KEY_BYTES = 32;
    /** Some modules give the point as an OCTET STRING, as the standard says, others bare. */
    private static final int LONGEST_POINT = 64;

    private static final int SIGNATURE_BYTES = 64;
    private static final long WORD = ValueLayout.JAVA_LONG.byteSize();
    private static final String SPKI = "302a300506032b6570032100";

    private final Path module;
    private final String token;
    private final Supplier<String> pin;
    private @Nullable Cryptoki cryptoki;
    private long session;
    private boolean open;
    private byte @Nullable [] digits;
    private @Nullable CryptokiFailed wrongPin;

    /**
     * @param module the token's shared library
     * @param token label of the token
     * @param pin asked only when the token is opened: who looks at public keys need not know it
     */
    public Pkcs11Token(Path module, String token, Supplier<String> pin) {
        this.module = module;
        this.token = token;
        this.pin = pin;
    }

    @Override
    public String name() {
        return "the token " + token;
    }

    @Override
    public synchronized PublicKey publicKey(String label) throws GeneralSecurityException {
        return inSession((lib, arena) -> {
            long key = key(lib, arena, CKO_PUBLIC_KEY, label);
            MemorySegment point = arena.allocate(LONGEST_POINT);
            MemorySegment wanted = attribute(arena, CKA_EC_POINT, point);
            lib.call(Function.C_GetAttributeValue, session, key, wanted, 1L);
            int length = Math.toIntExact(wanted.get(ValueLayout.JAVA_LONG, 2 * WORD));
            byte[] bytes = point.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
            if (length < KEY_BYTES) {
                throw new GeneralSecurityException("the key " + label + " of the token is no Ed25519 key");
            }
            byte[] raw = Arrays.copyOfRange(bytes, length - KEY_BYTES, length);
            byte[] spki = HexFormat.of().parseHex(SPKI + HexFormat.of().formatHex(raw));
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
        });
    }

    @Override
    public synchronized byte[] sign(String label, byte[] message) throws GeneralSecurityException {
        return inSession((lib, arena) -> {
            MemorySegment mechanism = arena.allocate(3 * WORD, WORD);
            mechanism.set(ValueLayout.JAVA_LONG, 0, CKM_EDDSA);
            lib.call(Function.C_SignInit, session, mechanism, key(lib, arena, CKO_PRIVATE_KEY, label));
            MemorySegment signature = arena.allocate(SIGNATURE_BYTES);
            MemorySegment length = word(arena, SIGNATURE_BYTES);
            lib.call(Function.C_Sign, session, bytes(arena, message), (long) message.length, signature, length);
            if (length.get(ValueLayout.JAVA_LONG, 0) != SIGNATURE_BYTES) {
                throw new GeneralSecurityException("the token's signature is no Ed25519 signature");
            }
            return signature.toArray(ValueLayout.JAVA_BYTE);
        });
    }

    @FunctionalInterface
    private interface Work<T> {
        T with(Cryptoki lib, Arena arena) throws GeneralSecurityException;
    }

    private <T> T inSession(Work<T> work) throws GeneralSecurityException {
        Cryptoki lib = cryptoki;
        byte[] digits = open ? new byte[0] : digits();
        try (Arena arena = Arena.ofConfined()) {
            if (lib == null) {
                lib = Cryptoki.load(module);
                cryptoki = lib;
            }
            if (!open) {
                open(lib, arena, digits);
            }
            return work.with(lib, arena);
        } catch (CryptokiFailed e) {
            forget(lib);
            throw e;
        }
    }

    /** Asked once: what it came from may be gone when a session has to be opened again. */
    private byte[] digits() throws CryptokiFailed {
        if (wrongPin != null) {
            throw wrongPin;
        }
        byte[] known = digits;
        if (known == null) {
            known = pin.get().getBytes(StandardCharsets.UTF_8);
            digits = known;
        }
        return known;
    }

    private void open(Cryptoki lib, Arena arena, byte[] digits) throws GeneralSecurityException {
        MemorySegment handle = word(arena, 0);
        lib.call(
                Function.C_OpenSession,
                slot(lib, arena),
                CKF_SERIAL_SESSION,
                MemorySegment.NULL,
                MemorySegment.NULL,
                handle);
        session = handle.get(ValueLayout.JAVA_LONG, 0);
        open = true;
        try {
            lib.call(Function.C_Login, session, CKU_USER, bytes(arena, digits), (long) digits.length);
        } catch (CryptokiFailed e) {
            if (e.code == CryptokiFailed.PIN_INCORRECT) {
                wrongPin = e;
            }
            if (e.code != CryptokiFailed.ALREADY_LOGGED_IN) {
                throw e;
            }
        }
    }

    /** After a failure nobody knows what the session is still good for. */
    private void forget(@Nullable Cryptoki lib) {
        if (lib == null || !open) {
            return;
        }
        open = false;
        try {
            lib.call(Function.C_CloseSession, session);
        } catch (GeneralSecurityException gone) {
            // That was the failure.
            session = 0;
        }
    }

    private long slot(Cryptoki lib, Arena arena) throws GeneralSecurityException {
        MemorySegment slots = arena.allocate(MOST_SLOTS * WORD, WORD);
        MemorySegment count = word(arena, MOST_SLOTS);
        lib.call(Function.C_GetSlotList, TOKEN_PRESENT, slots, count);
        for (int i = 0; i < count.get(ValueLayout.JAVA_LONG, 0); i++) {
            long slot = slots.getAtIndex(ValueLayout.JAVA_LONG, i);
            MemorySegment told = arena.allocate(TOKEN_INFO_BYTES, WORD);
            lib.call(Function.C_GetTokenInfo, slot, told);
            byte[] label = told.asSlice(0, LABEL_BYTES).toArray(ValueLayout.JAVA_BYTE);
            if (new String(label, StandardCharsets.UTF_8).strip().equals(token)) {
                return slot;
            }
        }
        throw new GeneralSecurityException("no token with the label " + token + " is present");
    }

    private long key(Cryptoki lib, Arena arena, long kind, String label) throws GeneralSecurityException {
        MemorySegment template = arena.allocate(3 * 3 * WORD, WORD);
        template.asSlice(0, 3 * WORD).copyFrom(attribute(arena, CKA_CLASS, word(arena, kind)));
        template.asSlice(3 * WORD, 3 * WORD).copyFrom(attribute(arena, CKA_KEY_TYPE, word(arena, CKK_EC_EDWARDS)));
        MemorySegment name = bytes(arena, label.getBytes(StandardCharsets.UTF_8));
        template.asSlice(6 * WORD, 3 * WORD).copyFrom(attribute(arena, CKA_LABEL, name));
        lib.call(Function.C_FindObjectsInit, session, template, 3L);
        MemorySegment found = arena.allocate(2 * WORD, WORD);
        MemorySegment count = word(arena, 0);
        lib.call(Function.C_FindObjects, session, found, 2L, count);
        lib.call(Function.C_FindObjectsFinal, session);
        long keys = count.get(ValueLayout.JAVA_LONG, 0);
        if (keys != 1) {
            throw new GeneralSecurityException("the token has " + (keys == 0 ? "no" : "more than one") + " Ed25519 "
                    + (kind == CKO_PUBLIC_KEY ? "public" : "private") + " key with the label " + label);
        }
        return found.get(ValueLayout.JAVA_LONG, 0);
    }

    /** CK_ATTRIBUTE: type, value, length of the value. */
    private static MemorySegment attribute(Arena arena, long type, MemorySegment value) {
        MemorySegment attribute = arena.allocate(3 * WORD, WORD);
        attribute.set(ValueLayout.JAVA_LONG, 0, type);
        attribute.set(ValueLayout.ADDRESS, WORD, value);
        attribute.set(ValueLayout.JAVA_LONG, 2 * WORD, value.byteSize());
        return attribute;
    }

    private static MemorySegment word(Arena arena, long value) {
        return arena.allocateFrom(ValueLayout.JAVA_LONG, value);
    }

    private static MemorySegment bytes(Arena arena, byte[] bytes) {
        return arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
    }
}
