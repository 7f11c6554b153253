package io.devicetrail.audit.ledger.note;

import io.devicetrail.audit.ledger.tree.NotVerified;
import java.util.regex.Pattern;

/** Sizes and indexes in text: ASCII decimals without leading zeroes. */
final class Decimal {
    private static final Pattern FORM = Pattern.compile("0|[1-9][0-9]{0,18}");

    private Decimal() {}

    static long parse(String text) {
        if (FORM.matcher(text).matches()) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new NotVerified("too large a number: " + text, e);
            }
        }
        throw new NotVerified("no decimal number: " + text);
    }
}
