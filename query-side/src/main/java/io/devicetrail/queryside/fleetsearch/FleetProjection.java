package io.devicetrail.queryside.fleetsearch;

import io.devicetrail.domain.connectivity.ConnectivityEvent;
import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.DeviceModelEvent;
import io.devicetrail.domain.enrolment.EnrolmentEvent;
import io.devicetrail.domain.shared.ReadModel;
import io.devicetrail.queryside.fleetsearch.FleetDocuments.Stored;
import io.devicetrail.queryside.position.Progress;
import io.devicetrail.queryside.position.ReadModelName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.TrackingToken;
import org.springframework.stereotype.Component;

/**
 * Projects the fleet index: documents in PostgreSQL, and at the end of every batch one bulk to Elasticsearch. If that
 * fails the batch is rolled back and tried again, so this read model waits for Elasticsearch and no other does.
 */
@Component
@ProcessingGroup(ReadModelName.FLEET)
class FleetProjection implements ReadModel {
    private final Progress progress;
    private final FleetDocuments documents;
    private final FleetIndex index;
    private final FleetDigest digest;

    FleetProjection(Progress progress, FleetDocuments documents, FleetIndex index, FleetDigest digest) {
        this.progress = progress;
        this.documents = documents;
        this.index = index;
        this.digest = digest;
    }

    @EventHandler
    void on(Object event, TrackingToken token) {
        progress.once(name(), token, position -> project(event, position), this::write);
    }

    private void write(long to) {
        List<Stored> changed = documents.changed();
        index.write(to, changed, () -> documents.storeBatch(changed, to));
    }

    private void project(Object event, long position) {
        switch (event) {
            case DeviceModelEvent.DeviceModelVersionPublished e ->
                documents.putModelName(e.deviceModel().value(), e.name());
            case DeviceEvent.DeviceRegistered e ->
                documents.put(
                        e.device().value(),
                        position,
                        FleetDocument.of(e, documents.modelName(e.model().value()), position));
            case DeviceEvent e -> change(e.device(), position, document -> document.after(e, position));
            case ConnectivityEvent e -> change(e.device(), position, document -> document.after(e, position));
            case EnrolmentEvent e -> change(e.device(), position, document -> document.after(e, position));
            default -> {}
        }
    }

    private void change(DeviceId device, long position, UnaryOperator<FleetDocument> change) {
        FleetDocument document = documents
                .of(device.value())
                .orElseThrow(() -> new IllegalStateException(
                        "device " + device + " is not there; its registration may be held back"));
        documents.put(device.value(), position, change.apply(document));
    }

    @Override
    public String name() {
        return ReadModelName.FLEET;
    }

    @Override
    public boolean concernedBy(Class<?> event) {
        return DeviceModelEvent.class.isAssignableFrom(event)
                || DeviceEvent.class.isAssignableFrom(event)
                || ConnectivityEvent.class.isAssignableFrom(event)
                || EnrolmentEvent.class.isAssignableFrom(event);
    }

    @Override
    public void beginRebuild() {
        progress.restart(name(), segments(), () -> {
            documents.clear();
            beginGeneration();
        });
    }

    private void beginGeneration() {
        try {
            index.beginGeneration();
        } catch (IOException e) {
            throw new UncheckedIOException("Elasticsearch is away: the fleet index cannot be rebuilt now", e);
        }
    }

    @Override
    public void completeRebuild() {
        try {
            index.completeGeneration();
        } catch (IOException e) {
            throw new UncheckedIOException("Elasticsearch is away: the rebuilt index was not put in place", e);
        }
    }

    @Override
    public String digest() {
        return digest.digest();
    }
}
