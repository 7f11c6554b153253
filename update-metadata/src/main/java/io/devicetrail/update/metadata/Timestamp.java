package io.devicetrail.update.metadata;

import tools.jackson.databind.node.ObjectNode;

/** Which snapshot is the newest. Lives shortest: who keeps it from a device is found out within its life. */
public record Timestamp(Header header, FileVersion snapshot) {

    public static Timestamp read(SignedFile file) {
        return new Timestamp(
                Header.read(Role.TIMESTAMP, file.content()),
                FileVersion.read(file.content().object("meta"), Role.SNAPSHOT));
    }

    public ObjectNode toJson() {
        ObjectNode json = header.toJson(Role.TIMESTAMP);
        snapshot.writeTo(json, Role.SNAPSHOT);
        return json;
    }
}
