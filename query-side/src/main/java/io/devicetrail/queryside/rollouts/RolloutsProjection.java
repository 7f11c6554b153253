package io.devicetrail.queryside.rollouts;

import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.ReadModel;
import io.devicetrail.queryside.changes.Change;
import io.devicetrail.queryside.changes.Change.Kind;
import io.devicetrail.queryside.changes.ChangeNotice;
import io.devicetrail.queryside.position.Progress;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.position.TableDigest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ReplayStatus;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Projects rollouts and where each of their devices is. */
@Component
@ProcessingGroup(ReadModelName.ROLLOUTS)
class RolloutsProjection implements ReadModel {
    private final JdbcClient jdbc;
    private final Progress progress;
    private final TableDigest digest;
    private final ChangeNotice notice;
    private final RolloutRows runs;
    private final RolloutDeviceRows devices;
    private final SitesOfDevices sites;

    RolloutsProjection(JdbcClient jdbc, Progress progress, TableDigest digest, ChangeNotice notice) {
        this.jdbc = jdbc;
        this.progress = progress;
        this.digest = digest;
        this.notice = notice;
        this.runs = new RolloutRows(jdbc);
        this.devices = new RolloutDeviceRows(jdbc);
        this.sites = new SitesOfDevices(jdbc);
    }

    @EventHandler
    void on(Object event, TrackingToken token, @Timestamp Instant recordedAt, MetaData metadata, ReplayStatus replay) {
        progress.once(
                name(),
                token,
                position -> {
                    if (event instanceof RolloutRunEvent e) {
                        project(e, recordedAt.atOffset(ZoneOffset.UTC), metadata, position);
                        if (!replay.isReplay()) {
                            notice.changed(new Change(
                                    Kind.ROLLOUT, e.tenant().value(), e.run().value(), position));
                        }
                    } else if (event instanceof DeviceEvent.DeviceRegistered e) {
                        sites.register(e);
                    } else if (event instanceof DeviceEvent.DeviceMoved e) {
                        sites.move(e);
                    }
                },
                to -> sites.store());
    }

    private void project(RolloutRunEvent event, OffsetDateTime at, MetaData metadata, long position) {
        switch (event) {
            case RolloutRunEvent.RolloutCreated e -> runs.create(e, actor(metadata), at, position);
            case RolloutRunEvent.RolloutCohortListed e -> {
                sites.store();
                devices.list(e);
            }
            case RolloutRunEvent.RolloutStarted e -> {
                runs.sign(e);
                runs.begin(e, 1, 1, actor(metadata), at);
            }
            case RolloutRunEvent.RolloutOffered e -> devices.offer(e, at);
            case RolloutRunEvent.RolloutOffersTakenBack e -> {
                if (runs.stateOf(e).live()) {
                    devices.takeBack(e, at);
                } else {
                    devices.putBack(e);
                }
            }
            case RolloutRunEvent.RolloutDevicesLeftOut e -> devices.leaveOut(e);
            case RolloutRunEvent.RolloutReported e -> devices.report(e);
            case RolloutRunEvent.RolloutDevicesTimedOut e -> devices.timeOut(e);
            case RolloutRunEvent.RolloutDeviceSkipped e -> devices.skip(e, at);
            case RolloutRunEvent.RolloutWaveEnded e -> runs.soak(e, at);
            case RolloutRunEvent.RolloutWaveBegun e -> runs.beginWave(e, at);
            case RolloutRunEvent.RolloutPaused e ->
                runs.move(e, RolloutRunState.PAUSED, byPerson(e.cause(), metadata), at);
            case RolloutRunEvent.RolloutResumed e -> runs.move(e, e.to(), null, at);
            case RolloutRunEvent.RolloutHalted e -> {
                RolloutStopped why = new RolloutStopped(
                        e.cause(),
                        null,
                        null,
                        e.wave(),
                        e.failedOfWave(),
                        e.waveDevices(),
                        e.failedOfLast(),
                        e.failed());
                runs.move(e, RolloutRunState.HALTED, why, at);
                devices.end(e);
            }
            case RolloutRunEvent.RolloutAborted e -> {
                runs.move(e, RolloutRunState.ABORTED, byPerson(e.cause(), metadata), at);
                devices.end(e);
            }
            case RolloutRunEvent.RolloutRetried e -> {
                runs.begin(e, e.round(), e.wave(), actor(metadata), at);
                devices.beginRound(e);
            }
            case RolloutRunEvent.RolloutCompleted e -> runs.move(e, RolloutRunState.COMPLETED, null, at);
        }
        runs.seen(event, position);
    }

    private static RolloutStopped byPerson(RolloutStopCause cause, MetaData metadata) {
        return new RolloutStopped(
                cause, text(metadata, Metadata.REASON), actor(metadata), null, null, null, null, null);
    }

    private static String actor(MetaData metadata) {
        return String.valueOf(metadata.getOrDefault(Metadata.ACTOR_NAME, ""));
    }

    private static @Nullable String text(MetaData metadata, String name) {
        Object value = metadata.get(name);
        return value == null ? null : value.toString();
    }

    @Override
    public String name() {
        return ReadModelName.ROLLOUTS;
    }

    @Override
    public boolean concernedBy(Class<?> event) {
        return RolloutRunEvent.class.isAssignableFrom(event)
                || DeviceEvent.DeviceRegistered.class.isAssignableFrom(event)
                || DeviceEvent.DeviceMoved.class.isAssignableFrom(event);
    }

    @Override
    public void beginRebuild() {
        progress.restart(
                name(),
                segments(),
                () -> jdbc.sql("truncate read.rollout_run, read.rollout_run_device, read.rollout_run_count,"
                                + " read.rollout_device_site")
                        .update());
    }

    @Override
    public void completeRebuild() {}

    @Override
    public String digest() {
        return digest.of(
                "read.rollout_run order by run_id",
                "read.rollout_run_device order by run_id, place",
                "read.rollout_device_site order by device_id",
                // None are as good as no row: which of the two it is follows from what was there on the way.
                "read.rollout_run_count where devices <> 0 order by run_id, site_id, wave,"
                        + " state collate \"C\", zone collate \"C\"");
    }
}
