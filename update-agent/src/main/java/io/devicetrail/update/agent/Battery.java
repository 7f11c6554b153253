package io.devicetrail.update.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** How full the device's battery is. */
@FunctionalInterface
interface Battery {
    /** Of a device that hangs on the mains. */
    Battery NONE = OptionalInt::empty;

    /** In percent; empty where there is no battery. */
    OptionalInt percent() throws IOException;

    /** @param file with the percentage as text, as Linux has it below {@code /sys/class/power_supply} */
    static Battery in(Path file) {
        return () -> {
            String text = Files.readString(file).strip();
            try {
                return OptionalInt.of(Integer.parseInt(text));
            } catch (NumberFormatException e) {
                throw new IOException(file + " does not say how full the battery is: " + text, e);
            }
        };
    }
}
