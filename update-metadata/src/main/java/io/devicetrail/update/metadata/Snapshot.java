package io.devicetrail.update.metadata;

import tools.jackson.databind.node.ObjectNode;

/** Which targets belong to this moment of the repository. Targets delegate to nobody, so it names one file. */
public record Snapshot(Header header, FileVersion targets) {

    public static Snapshot read(SignedFile file) {
        return new Snapshot(
                Header.read(Role.SNAPSHOT, file.content()),
                FileVersion.read(file.content().object("meta"), Role.TARGETS));
    }

    public ObjectNode toJson() {
        ObjectNode json = header.toJson(Role.SNAPSHOT);
        targets.writeTo(json, Role.TARGETS);
        return json;
    }
}
