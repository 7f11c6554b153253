package io.devicetrail.edge.buffer;

import io.devicetrail.edge.settings.JsonSection;
import java.nio.file.Path;

/** Where the buffer lies, how many messages it holds, and what gives way when it is full. */
public record BufferSettings(Path file, int maxMessages, WhenFull whenFull) {

    public static final int DEFAULT_MAX_MESSAGES = 1_000_000;

    public enum WhenFull {
        /** Newest data matter most: the oldest message gives way and leaves a gap in its device's numbers. */
        DROP_OLDEST,
        /** What was read matters most: sources stop reading until the broker has taken something. */
        STOP_READING
    }

    /** A relative file is looked for beside the settings file, not in the folder someone happened to start in. */
    public static BufferSettings read(JsonSection section, Path settingsFolder) {
        section.allow("file", "maxMessages", "whenFull");
        return new BufferSettings(
                settingsFolder.resolve(section.text("file")),
                section.integer("maxMessages", DEFAULT_MAX_MESSAGES, 1, 100_000_000),
                section.choice("whenFull", WhenFull.class, WhenFull.DROP_OLDEST));
    }
}
