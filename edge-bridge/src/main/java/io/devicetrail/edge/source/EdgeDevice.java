package io.devicetrail.edge.source;

import java.util.UUID;

/** The device a source speaks for; all its messages go below {@link #topicPrefix()}. */
public record EdgeDevice(String tenant, UUID id) {

    public String topicPrefix() {
        return "dt/v1/" + tenant + "/" + id + "/";
    }

    @Override
    public String toString() {
        return tenant + "/" + id;
    }
}
