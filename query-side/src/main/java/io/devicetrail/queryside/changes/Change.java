package io.devicetrail.queryside.changes;

import java.util.UUID;

/** That something of a tenant changed, as a {@link ChangeNotice} says it. */
public record Change(Kind kind, String tenant, UUID id, long position) {
    /** What can be listened to. */
    public enum Kind {
        DEVICE,
        JOB,
        ROLLOUT,
        INCIDENT
    }

    String print() {
        return kind + " " + tenant + " " + id + " " + position;
    }

    static Change parse(String notice) {
        String[] words = notice.split(" ", 4);
        return new Change(Kind.valueOf(words[0]), words[1], UUID.fromString(words[2]), Long.parseLong(words[3]));
    }
}
