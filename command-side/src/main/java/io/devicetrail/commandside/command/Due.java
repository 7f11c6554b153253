package io.devicetrail.commandside.command;

import io.devicetrail.domain.command.CommandEvent;
import io.devicetrail.domain.command.CommandEvent.CommandApprovalAsked;
import io.devicetrail.domain.command.CommandEvent.CommandApproved;
import io.devicetrail.domain.command.CommandEvent.CommandDequeued;
import io.devicetrail.domain.command.CommandEvent.CommandHeld;
import io.devicetrail.domain.command.CommandEvent.CommandQueued;
import io.devicetrail.domain.command.CommandEvent.CommandReleased;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When what is in force of a command's times is over: that of its hold, or its own. */
final class Due {
    /**
     * How much too early a deadline may come and is taken all the same: it was rounded on its way, or the clock was set back
     * since. One that is refused does not come again.
     */
    static final Duration TOLERANCE = Duration.ofSeconds(1);

    private int timeoutSeconds;
    /** Of the signatures; null if none are asked for. */
    private @Nullable Instant held;
    /** Null for an event of which no such time is known: then any deadline is believed. */
    private @Nullable Instant at;

    void evolve(CommandEvent event, Instant recordedAt) {
        switch (event) {
            case CommandRequested e -> {
                timeoutSeconds = e.timeoutSeconds();
                begin(recordedAt);
            }
            case CommandHeld e -> {
                held = e.until();
                at = e.until();
            }
            case CommandApprovalAsked e -> at = e.until();
            case CommandQueued e -> at = e.until();
            case CommandApproved e -> {
                if (e.to() == CommandState.WAITING_FOR_SIGNATURES) {
                    at = held;
                } else {
                    begin(recordedAt);
                }
            }
            case CommandReleased e -> begin(recordedAt);
            case CommandDequeued e -> begin(recordedAt);
            default -> {}
        }
    }

    private void begin(Instant recordedAt) {
        at = recordedAt.plusSeconds(timeoutSeconds);
    }

    boolean over(Instant now) {
        return at == null || !now.plus(TOLERANCE).isBefore(at);
    }
}
