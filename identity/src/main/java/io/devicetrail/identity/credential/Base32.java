package io.devicetrail.identity.credential;

import java.io.ByteArrayOutputStream;

/** RFC 4648, 6, without padding: what people and authenticators can read. */
public final class Base32 {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BITS = 5;

    private Base32() {}

    public static String of(byte[] bytes) {
        StringBuilder text = new StringBuilder((bytes.length * Byte.SIZE + BITS - 1) / BITS);
        int held = 0;
        int left = 0;
        for (byte each : bytes) {
            held = (held << Byte.SIZE) | (each & 0xFF);
            left += Byte.SIZE;
            while (left >= BITS) {
                left -= BITS;
                text.append(ALPHABET.charAt((held >> left) & 0x1F));
            }
            held &= (1 << left) - 1;
        }
        if (left > 0) {
            text.append(ALPHABET.charAt((held << (BITS - left)) & 0x1F));
        }
        return text.toString();
    }

    /**
     * The bytes again; bits that fill up no byte are dropped.
     *
     * @throws IllegalArgumentException for what is none of it, in words that do not repeat the text: it may be secret
     */
    public static byte[] bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() * BITS / Byte.SIZE);
        int held = 0;
        int left = 0;
        for (char each : text.toCharArray()) {
            int value = ALPHABET.indexOf(each);
            if (value < 0) {
                throw new IllegalArgumentException("not Base32: letters A to Z and digits 2 to 7");
            }
            held = (held << BITS) | value;
            left += BITS;
            if (left >= Byte.SIZE) {
                left -= Byte.SIZE;
                bytes.write(held >> left);
                held &= (1 << left) - 1;
            }
        }
        return bytes.toByteArray();
    }
}
