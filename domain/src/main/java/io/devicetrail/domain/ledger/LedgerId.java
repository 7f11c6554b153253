package io.devicetrail.domain.ledger;

import com.fasterxml.jackson.annotation.JsonValue;
import io.devicetrail.domain.shared.MalformedInput;

/** A ledger's name, for ever: its origin (C2SP tlog-checkpoint), 1 to 255 characters without spaces. */
public record LedgerId(@JsonValue String value) {
    private static final int LONGEST = 255;

    public LedgerId {
        if (value.isEmpty() || value.length() > LONGEST || value.chars().anyMatch(Character::isWhitespace)) {
            throw new MalformedInput("ledger", "must be the origin of a ledger");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
