package io.devicetrail.queryside.commands;

import io.devicetrail.domain.command.CommandEvent;
import io.devicetrail.domain.command.CommandState;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.ReadModel;
import io.devicetrail.queryside.changes.ChangeNotice;
import io.devicetrail.queryside.graphql.Json;
import io.devicetrail.queryside.position.Progress;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.position.SegmentSettings;
import io.devicetrail.queryside.position.TableDigest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ReplayStatus;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Projects commands and what became of them. A late answer is evidence in the audit trail; the outcome stands. */
@Component
@ProcessingGroup(ReadModelName.COMMANDS)
class CommandsProjection implements ReadModel {
    private final JdbcClient jdbc;
    private final Progress progress;
    private final int segments;
    private final TableDigest digest;
    private final ChangeNotice notice;

    CommandsProjection(
            JdbcClient jdbc, Progress progress, TableDigest digest, ChangeNotice notice, SegmentSettings segments) {
        this.segments = segments.independent();
        this.jdbc = jdbc;
        this.progress = progress;
        this.digest = digest;
        this.notice = notice;
    }

    @EventHandler
    void on(Object event, TrackingToken token, @Timestamp Instant recordedAt, MetaData metadata, ReplayStatus replay) {
        progress.once(name(), token, position -> {
            if (event instanceof CommandEvent e) {
                project(e, position, recordedAt.atOffset(ZoneOffset.UTC), metadata);
                if (!replay.isReplay()) {
                    notice.deviceChanged(e.device().value(), position);
                }
            }
        });
    }

    private void project(CommandEvent event, long position, OffsetDateTime at, MetaData metadata) {
        switch (event) {
            case CommandEvent.CommandRequested e -> request(e, position, at, metadata);
            case CommandEvent.CommandHeld e -> move(e, CommandState.WAITING_FOR_SIGNATURES, null, null, position, at);
            case CommandEvent.CommandReleased e -> move(e, CommandState.REQUESTED, null, null, position, at);
            case CommandEvent.CommandApprovalAsked e ->
                move(e, CommandState.AWAITING_APPROVAL, null, null, position, at);
            case CommandEvent.CommandApproved e -> {
                move(e, e.to(), null, null, position, at);
                jdbc.sql("update read.command set approved_by = ? where command_id = ?")
                        .params(actorName(metadata), e.command().value())
                        .update();
            }
            case CommandEvent.CommandAgreedByJob e ->
                jdbc.sql(
                                "update read.command set approved_by = ?, agreed_by_job = ?, position = ? where command_id = ?")
                        .params(
                                e.startedByName(),
                                e.job(),
                                position,
                                e.command().value())
                        .update();
            case CommandEvent.CommandProgressed e ->
                jdbc.sql("""
                        update read.command set progress_percent = ?, detail = coalesce(?::text, detail), position = ?
                        where command_id = ?
                        """)
                        .params(Arrays.asList(
                                e.toPercent(), e.detail(), position, e.command().value()))
                        .update();
            case CommandEvent.CommandAttemptFailed e -> {
                move(e, CommandState.REQUESTED, e.code(), e.detail(), position, at);
                jdbc.sql("update read.command set progress_percent = null where command_id = ?")
                        .param(e.command().value())
                        .update();
            }
            case CommandEvent.CommandRetried e -> move(e, CommandState.REQUESTED, null, null, position, at);
            case CommandEvent.CommandExpired e -> move(e, CommandState.EXPIRED, null, null, position, at);
            case CommandEvent.CommandQueued e -> move(e, CommandState.QUEUED, null, null, position, at);
            case CommandEvent.CommandDequeued e -> move(e, CommandState.REQUESTED, null, null, position, at);
            case CommandEvent.CommandSent e ->
                jdbc.sql("update read.command set state = 'SENT', attempts = ?, position = ? where command_id = ?")
                        .params(e.attempt(), position, e.command().value())
                        .update();
            case CommandEvent.CommandAnswered e -> {
                if (e.answer().state().ended()) {
                    forget(e);
                }
                move(e, e.answer().state(), e.code(), e.detail(), position, at);
            }
            case CommandEvent.LateAnswerRecorded e ->
                jdbc.sql("update read.command set position = ? where command_id = ?")
                        .params(position, e.command().value())
                        .update();
            case CommandEvent.CommandTimedOut e -> move(e, CommandState.TIMED_OUT, null, null, position, at);
            case CommandEvent.CommandCancelled e -> move(e, CommandState.CANCELLED, null, null, position, at);
            case CommandEvent.CommandWithdrawn e -> move(e, CommandState.CANCELLED, e.cause(), null, position, at);
        }
    }

    private void request(CommandEvent.CommandRequested e, long position, OffsetDateTime at, MetaData metadata) {
        jdbc.sql("""
                insert into read.command (command_id, tenant, device_id, name, arguments, state, attempts,
                    timeout_seconds, requested_at, requested_position, requested_by, position, command_class,
                    most_attempts, two_persons)
                values (?, ?, ?, ?, ?::jsonb, 'REQUESTED', 0, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
                .params(
                        e.command().value(),
                        e.tenant().value(),
                        e.device().value(),
                        e.name(),
                        Json.write(e.arguments()),
                        e.timeoutSeconds(),
                        at,
                        position,
                        actorName(metadata),
                        position,
                        e.commandClass().name(),
                        e.retry() == null ? 1 : e.retry().attempts(),
                        e.twoPersons())
                .update();
    }

    private static String actorName(MetaData metadata) {
        return String.valueOf(metadata.getOrDefault(Metadata.ACTOR_NAME, ""));
    }

    /** What was said before, of an attempt that failed say, is not said of the outcome. */
    private void forget(CommandEvent.CommandAnswered outcome) {
        jdbc.sql("update read.command set code = null, detail = null where command_id = ?")
                .param(outcome.command().value())
                .update();
    }

    private void move(
            CommandEvent event,
            CommandState to,
            @Nullable String code,
            @Nullable String detail,
            long position,
            OffsetDateTime at) {
        jdbc.sql("""
                update read.command set state = ?, code = coalesce(?::text, code),
                    detail = coalesce(?::text, detail), ended_at = ?::timestamptz, position = ?
                where command_id = ?
                """)
                .params(Arrays.asList(
                        to.name(),
                        code,
                        detail,
                        to.ended() ? at : null,
                        position,
                        event.command().value()))
                .update();
    }

    @Override
    public String name() {
        return ReadModelName.COMMANDS;
    }

    @Override
    public boolean concernedBy(Class<?> event) {
        return CommandEvent.class.isAssignableFrom(event);
    }

    @Override
    public int segments() {
        return segments;
    }

    @Override
    public void beginRebuild() {
        progress.restart(
                name(), segments(), () -> jdbc.sql("truncate read.command").update());
    }

    @Override
    public void completeRebuild() {}

    @Override
    public String digest() {
        return digest.of("read.command order by command_id");
    }
}
