package io.devicetrail.artifacts.updates;

import io.devicetrail.domain.release.SoftwareReleaseEvent;
import io.devicetrail.domain.shared.ReadModel;
import io.devicetrail.domain.tenant.TenantEvent.TenantCreated;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.springframework.stereotype.Component;

/**
 * Tells the repositories of tenants and releases. What it writes only grows and says where to look, so a rebuild
 * empties nothing: were it emptied, devices would be told that nothing may be installed until it ends. After the
 * directory was put back from an old copy, a rebuild adds what is missing.
 */
@Component
@ProcessingGroup(ToldReleasesProjection.NAME)
final class ToldReleasesProjection implements ReadModel {
    static final String NAME = "update-releases";

    private final Updates updates;

    ToldReleasesProjection(Updates updates) {
        this.updates = updates;
    }

    @EventHandler
    public void on(TenantCreated event) throws IOException {
        updates.tenant(event.tenant());
    }

    @EventHandler
    public void on(SoftwareReleaseEvent event) throws IOException {
        updates.release(event.tenant(), event.release());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void beginRebuild() {}

    @Override
    public void completeRebuild() {}

    @Override
    public String digest() {
        try {
            return updates.digest();
        } catch (IOException e) {
            throw new UncheckedIOException("the lists of releases cannot be read", e);
        }
    }
}
