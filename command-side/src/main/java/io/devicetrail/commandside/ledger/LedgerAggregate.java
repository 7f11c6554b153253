package io.devicetrail.commandside.ledger;

import static io.devicetrail.commandside.Rejected.unless;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.devicetrail.domain.ledger.LedgerCommand.RecordMismatch;
import io.devicetrail.domain.ledger.LedgerCommand.RotateKey;
import io.devicetrail.domain.ledger.LedgerEvent;
import io.devicetrail.domain.ledger.LedgerEvent.LedgerKeyRotated;
import io.devicetrail.domain.ledger.LedgerEvent.LedgerMismatchFound;
import io.devicetrail.domain.ledger.LedgerId;
import io.devicetrail.domain.ledger.LedgerRejection.KeysNotInForce;
import io.devicetrail.domain.ledger.LedgerRejection.MismatchesOfTheDayRecorded;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/**
 * It is read from its events always: whoever can write where snapshots are kept could have a mismatch taken for recorded.
 */
@Aggregate(type = "ledger")
class LedgerAggregate {
    /**
     * Whoever changes the whole past must not fill the log with the news of it. More than a round of the scrubber
     * records; of a day and not of a life, so that what was put right long ago silences nothing.
     */
    static final int MOST_OF_A_DAY = 10_000;

    @AggregateIdentifier
    private @Nullable LedgerId ledger;

    /** Null until they were rotated once. */
    private @Nullable List<String> keys;

    private final Set<Mismatch> mismatches = new HashSet<>();

    /** By UTC, of the mismatch that was recorded last. */
    private LocalDate day = LocalDate.EPOCH;

    private int recordedThatDay;

    private record Mismatch(@Nullable Long index, String what) {}

    LedgerAggregate() {}

    /** What somebody put where a snapshot would be cannot be read, and the events are. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static LedgerAggregate ofSnapshot(Object state) {
        throw new IllegalStateException("ledgers have no snapshots");
    }

    /** The scrubber finds the same again in every round, and after every start. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RecordMismatch c) {
        if (mismatches.contains(new Mismatch(c.index(), c.what()))) {
            return;
        }
        unless(
                !day(c.at()).equals(day) || recordedThatDay < MOST_OF_A_DAY,
                new MismatchesOfTheDayRecorded(MOST_OF_A_DAY));
        apply(new LedgerMismatchFound(c.ledger(), c.index(), c.what(), c.size()));
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    /** The first rotation tells which keys there were; a repeated one, after a crash, changes nothing. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RotateKey c) {
        if (c.to().equals(keys)) {
            return;
        }
        unless(keys == null || keys.equals(c.from()), new KeysNotInForce());
        apply(new LedgerKeyRotated(c.ledger(), c.from(), c.to()));
    }

    @EventSourcingHandler
    void evolve(LedgerEvent event, @Timestamp Instant recordedAt) {
        ledger = event.ledger();
        switch (event) {
            case LedgerMismatchFound e -> {
                mismatches.add(new Mismatch(e.index(), e.what()));
                recordedThatDay = day(recordedAt).equals(day) ? recordedThatDay + 1 : 1;
                day = day(recordedAt);
            }
            case LedgerKeyRotated e -> keys = e.to();
        }
    }
}
