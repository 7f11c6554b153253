package io.devicetrail.domain.correction;

import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.RegulatedChange;
import io.devicetrail.domain.tenant.TenantId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What can be asked about corrections. */
public sealed interface CorrectionCommand {
    CorrectionId correction();

    TenantId tenant();

    /**
     * Says what an entry should have said.
     *
     * @param index log index of the entry's event
     * @param ordinal number of the entry within the event, from 0
     * @param newValue null for none
     * @param expectedValue the value in force that the person saw; null for none
     */
    record CorrectEntry(
            @TargetAggregateIdentifier CorrectionId correction,
            TenantId tenant,
            long index,
            int ordinal,
            @Nullable String newValue,
            @Nullable String expectedValue)
            implements CorrectionCommand, RegulatedChange {
        /** Longest new value, in characters. */
        public static final int LONGEST_VALUE = 2_000;

        public CorrectEntry {
            if (index < 0) {
                throw new MalformedInput("index", "must not be negative; the log starts at 0");
            }
            if (ordinal < 0) {
                throw new MalformedInput("ordinal", "must not be negative; an event's entries count from 0");
            }
            if (!correction.equals(CorrectionId.of(tenant, index, ordinal))) {
                throw new MalformedInput("correction", "is not the id of this entry's corrections");
            }
            requireReadable(newValue);
        }

        /** As it is: a blank more or less can be what is corrected. */
        private static void requireReadable(@Nullable String value) {
            if (value == null) {
                return;
            }
            if (value.isBlank()) {
                throw new MalformedInput("newValue", "must not be blank; leave it out where there should be no value");
            }
            if (value.length() > LONGEST_VALUE) {
                throw new MalformedInput("newValue", "is longer than " + LONGEST_VALUE + " characters");
            }
            if (value.codePoints().anyMatch(CorrectEntry::invisible)) {
                throw new MalformedInput("newValue", "holds control characters or others that cannot be seen");
            }
        }

        private static boolean invisible(int character) {
            int type = Character.getType(character);
            return Character.isISOControl(character) || type == Character.FORMAT || type == Character.SURROGATE;
        }
    }
}
