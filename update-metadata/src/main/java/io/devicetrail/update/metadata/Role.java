package io.devicetrail.update.metadata;

import java.util.Locale;

/** The four roles of TUF, in the order in which they are published. */
public enum Role {
    ROOT,
    TARGETS,
    SNAPSHOT,
    TIMESTAMP;

    /** As metadata names it, {@code root}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@code root.json}: as one role names another, and as a device keeps it. */
    public String fileName() {
        return text() + ".json";
    }

    /** As it is published: each version under its number, but the timestamp, which nothing leads to. */
    public String publishedName(long version) {
        return this == TIMESTAMP ? fileName() : version + "." + fileName();
    }
}
