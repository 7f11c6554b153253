package io.devicetrail.ingress.telemetry;

import io.devicetrail.ingress.quarantine.Misfit;
import io.devicetrail.ingress.quarantine.QuarantineReason;
import io.devicetrail.ingress.quarantine.StrictJson;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The device's own number of a message: {@code boot} names the run of the device that counts {@code seq}. */
public record BootSequence(String boot, long seq) {
    /** Greatest sequence number: 2^53 - 1, which every JSON reader can hold. */
    public static final long GREATEST_SEQ = (1L << 53) - 1;

    private static final Pattern BOOT = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");

    /** @throws Misfit if the message has none, or in another form */
    public static BootSequence of(JsonNode message) {
        String boot = StrictJson.optionalText(message, "boot");
        JsonNode seq = message.get("seq");
        if (boot == null || !BOOT.matcher(boot).matches()) {
            throw new Misfit(
                    QuarantineReason.NO_SEQUENCE,
                    "boot must be 1 to 64 of A-Z a-z 0-9 _ . : - but is " + message.get("boot"));
        }
        if (seq == null || !seq.isIntegralNumber() || !seq.canConvertToLong() || !countable(seq.longValue())) {
            throw new Misfit(
                    QuarantineReason.NO_SEQUENCE, "seq must be a whole number from 0 to 2^53 - 1 but is " + seq);
        }
        return new BootSequence(boot, seq.longValue());
    }

    private static boolean countable(long seq) {
        return seq >= 0 && seq <= GREATEST_SEQ;
    }
}
