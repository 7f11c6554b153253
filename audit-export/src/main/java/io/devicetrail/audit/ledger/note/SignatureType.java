package io.devicetrail.audit.ledger.note;

import io.devicetrail.audit.ledger.tree.NotVerified;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** The kinds of signature the ledger makes and reads: C2SP signed-note, "Signature types". */
public enum SignatureType {
    /** Over the note's text, RFC 8032. */
    ED25519(0x01, "Ed25519", 32, "302a300506032b6570032100") {
        @Override
        byte[] message(String keyName, long time, String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        long time(byte[] value) {
            return 0;
        }

        @Override
        byte[] signature(byte[] value) {
            return value;
        }

        @Override
        byte[] value(long time, byte[] signature) {
            return signature;
        }
    },

    /** A checkpoint's cosignature with Ed25519: C2SP tlog-cosignature, "Ed25519 signed message". */
    ED25519_COSIGNATURE(0x04, "Ed25519", 32, "302a300506032b6570032100") {
        @Override
        byte[] message(String keyName, long time, String text) {
            return ("cosignature/v1\ntime " + time + "\n" + text).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        long time(byte[] value) {
            return timestamp(value);
        }

        @Override
        byte[] signature(byte[] value) {
            return Arrays.copyOfRange(value, Long.BYTES, value.length);
        }

        @Override
        byte[] value(long time, byte[] signature) {
            return timestamped(time, signature);
        }
    },

    /**
     * A checkpoint's cosignature with FIPS 204's ML-DSA-44, empty context, over the {@code cosigned_message} of C2SP
     * tlog-cosignature, "ML-DSA-44 signed message"; what the note carries is that page's {@code timestamped_signature}.
     */
    ML_DSA_44(0x06, "ML-DSA-44", 1312, "30820532300b06096086480165030403110382052100") {
        private static final String LABEL = "subtree/v1\n\0";

        @Override
        byte[] message(String keyName, long time, String text) {
            Checkpoint checkpoint = Checkpoint.parse(text);
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            try (DataOutputStream out = new DataOutputStream(message)) {
                out.write(LABEL.getBytes(StandardCharsets.US_ASCII));
                counted(out, keyName);
                out.writeLong(time);
                counted(out, checkpoint.origin());
                out.writeLong(0);
                out.writeLong(checkpoint.head().size());
                out.write(checkpoint.head().root().bytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return message.toByteArray();
        }

        @Override
        long time(byte[] value) {
            return timestamp(value);
        }

        @Override
        byte[] signature(byte[] value) {
            return Arrays.copyOfRange(value, Long.BYTES, value.length);
        }

        @Override
        byte[] value(long time, byte[] signature) {
            return timestamped(time, signature);
        }
    };

    private final byte identifier;
    private final String algorithm;
    private final int keyBytes;
    private final String spkiPrefix;

    SignatureType(int identifier, String algorithm, int keyBytes, String spkiPrefix) {
        this.identifier = (byte) identifier;
        this.algorithm = algorithm;
        this.keyBytes = keyBytes;
        this.spkiPrefix = spkiPrefix;
    }

    /** What is signed. */
    abstract byte[] message(String keyName, long time, String text);

    /** POSIX time that a note's signature carries; 0 where it carries none. */
    abstract long time(byte[] value);

    /** The signature proper in what a note carries. */
    abstract byte[] signature(byte[] value);

    abstract byte[] value(long time, byte[] signature);

    byte identifier() {
        return identifier;
    }

    /** The JDK's name of the algorithm. */
    public String algorithm() {
        return algorithm;
    }

    int keyBytes() {
        return keyBytes;
    }

    /** The raw key in X.509's SubjectPublicKeyInfo, which is what the JDK reads. */
    byte[] spki(byte[] rawKey) {
        return HexFormat.of().parseHex(spkiPrefix + HexFormat.of().formatHex(rawKey));
    }

    /** @throws NotVerified if it is no key of this type */
    byte[] rawKey(byte[] spki) {
        byte[] prefix = HexFormat.of().parseHex(spkiPrefix);
        if (spki.length != prefix.length + keyBytes || !Arrays.equals(prefix, Arrays.copyOf(spki, prefix.length))) {
            throw new NotVerified("no public key for " + algorithm);
        }
        return Arrays.copyOfRange(spki, prefix.length, spki.length);
    }

    static SignatureType of(byte identifier) {
        return Arrays.stream(values())
                .filter(type -> type.identifier == identifier)
                .findFirst()
                .orElseThrow(() -> new NotVerified("no known signature type: " + identifier));
    }

    /** A time of 0 says nothing about when. */
    private static long timestamp(byte[] value) {
        if (value.length <= Long.BYTES || ByteBuffer.wrap(value).getLong() < 0) {
            throw new NotVerified("no timestamped signature");
        }
        return ByteBuffer.wrap(value).getLong();
    }

    private static byte[] timestamped(long time, byte[] signature) {
        return ByteBuffer.allocate(Long.BYTES + signature.length)
                .putLong(time)
                .put(signature)
                .array();
    }

    private static void counted(DataOutputStream out, String name) throws IOException {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        out.writeByte(bytes.length);
        out.write(bytes);
    }
}
