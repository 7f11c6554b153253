package io.devicetrail.edge.modbus;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** How 16-bit words become a number; words are given most significant first. */
public enum RegisterType {
    UINT16(1) {
        @Override
        BigDecimal decode(int[] words) {
            return BigDecimal.valueOf(words[0]);
        }
    },
    INT16(1) {
        @Override
        BigDecimal decode(int[] words) {
            return BigDecimal.valueOf((short) words[0]);
        }
    },
    UINT32(2) {
        @Override
        BigDecimal decode(int[] words) {
            return BigDecimal.valueOf(bits(words) & 0xFFFF_FFFFL);
        }
    },
    INT32(2) {
        @Override
        BigDecimal decode(int[] words) {
            return BigDecimal.valueOf(bits(words));
        }
    },
    FLOAT32(2) {
        @Override
        @Nullable BigDecimal decode(int[] words) {
            float value = Float.intBitsToFloat(bits(words));
            // By its shortest decimal form: 21.4f must arrive as 21.4, not as 21.399999618530273.
            return Float.isFinite(value) ? new BigDecimal(Float.toString(value)) : null;
        }
    },
    BOOL(1) {
        @Override
        BigDecimal decode(int[] words) {
            return words[0] == 0 ? BigDecimal.ZERO : BigDecimal.ONE;
        }
    };

    private final int words;

    RegisterType(int words) {
        this.words = words;
    }

    int words() {
        return words;
    }

    /** Null when the words hold no number (a float's NaN or infinity). */
    abstract @Nullable BigDecimal decode(int[] words);

    private static int bits(int[] words) {
        return (words[0] << 16) | (words[1] & 0xFFFF);
    }
}
