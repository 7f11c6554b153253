package io.devicetrail.identity.credential;

/** RFC 4648, 6, without padding: what people and authenticators can read. */
final class Base32 {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BITS = 5;

    private Base32() {}

    static String of(byte[] bytes) {
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
}
