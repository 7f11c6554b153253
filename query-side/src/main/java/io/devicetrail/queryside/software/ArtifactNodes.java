package io.devicetrail.queryside.software;

import io.devicetrail.domain.authority.Permission;
import io.devicetrail.queryside.relay.GlobalId;
import io.devicetrail.queryside.relay.NodeFinder;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds artifacts by their global ids. */
@Component
class ArtifactNodes implements NodeFinder {
    private final Software software;

    ArtifactNodes(Software software) {
        this.software = software;
    }

    @Override
    public String type() {
        return Artifact.TYPE;
    }

    @Override
    public Permission permission() {
        return Permission.ARTIFACT;
    }

    @Override
    public @Nullable Object find(String localId) {
        return software.artifact(GlobalId.uuid(Artifact.TYPE, localId)).orElse(null);
    }
}
