package io.devicetrail.queryside;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.rolloutrun.report.Recorded;
import io.devicetrail.domain.rolloutrun.report.RolloutAccount;
import io.devicetrail.domain.rolloutrun.report.RolloutReport;
import io.devicetrail.domain.rolloutrun.report.RolloutReports;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.ReadModel;
import io.devicetrail.domain.signature.SignatureEvent.RecordSigned;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.twin.DeviceTwin;
import io.devicetrail.domain.twin.KnownTwins;
import io.devicetrail.domain.twin.TwinEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericTrackedDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** An append-only list of events, handed to the projections the way Axon hands them. */
final class LogOfTests implements KnownTwins, RolloutReports {
    static final Instant FIRST = Instant.parse("2026-11-20T10:00:00.123456Z");

    record Entry(long index, Object event, Instant recordedAt, Map<String, Object> metadata) {}

    /** Runs that have too much of a history. */
    final Set<RolloutRunId> tooLong = ConcurrentHashMap.newKeySet();
    /** Whoever asks for a report comes by here first. */
    volatile Runnable beforeReport = () -> {};

    private final List<Entry> entries = new ArrayList<>();
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final List<ReadModel> readModels;

    LogOfTests(JdbcClient jdbc, PlatformTransactionManager transactions, List<ReadModel> readModels) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        // The fleet index needs Elasticsearch, which runs in the tests of the application only.
        this.readModels = readModels.stream()
                .filter(model -> !model.name().equals("read-fleet"))
                .toList();
    }

    List<ReadModel> readModels() {
        return readModels;
    }

    long head() {
        return entries.size() - 1L;
    }

    /** Appends; recorded one second after the event before. */
    long append(Object event, Caller caller, String tenant) {
        return append(event, caller, tenant, Map.of());
    }

    /** @param more metadata, such as the site */
    long append(Object event, Caller caller, String tenant, Map<String, Object> more) {
        long index = entries.size();
        Map<String, Object> metadata = new LinkedHashMap<>(caller.toMetadata(tenant));
        metadata.putAll(more);
        metadata.put(Metadata.ZONE, "Europe/Zurich");
        metadata.put(Metadata.COMMAND_ID, "command-" + index);
        metadata.put(Metadata.CORRELATION_ID, "correlation-" + index);
        metadata.put(Metadata.CAUSATION_ID, "causation-" + index);
        entries.add(new Entry(index, event, FIRST.plusSeconds(index), metadata));
        jdbc.sql("insert into log.event (index) values (?)").param(index).update();
        return index;
    }

    /** As the log of the application does it, but for the streams. */
    @Override
    public LoggedTwin now(DeviceId device) {
        return folded(device, entry -> true);
    }

    @Override
    public LoggedTwin atPosition(DeviceId device, long position) {
        return folded(device, entry -> entry.index() <= position);
    }

    @Override
    public LoggedTwin atTime(DeviceId device, Instant time) {
        return folded(device, entry -> !entry.recordedAt().isAfter(time));
    }

    private LoggedTwin folded(DeviceId device, Predicate<Entry> isAsked) {
        DeviceTwin twin = DeviceTwin.EMPTY;
        long position = LoggedTwin.NOTHING;
        for (Entry entry : entries) {
            if (entry.event() instanceof TwinEvent event && event.device().equals(device) && isAsked.test(entry)) {
                twin = twin.after(event, entry.recordedAt());
                position = entry.index();
            }
        }
        return new LoggedTwin(twin, position);
    }

    @Override
    public Optional<RolloutReport> now(RolloutRunId run) {
        return told(run, entry -> true);
    }

    @Override
    public Optional<RolloutReport> atPosition(RolloutRunId run, long position) {
        return told(run, entry -> entry.index() <= position);
    }

    @Override
    public Optional<RolloutReport> atTime(RolloutRunId run, Instant time) {
        return told(run, entry -> !entry.recordedAt().isAfter(time));
    }

    private Optional<RolloutReport> told(RolloutRunId run, Predicate<Entry> isAsked) {
        beforeReport.run();
        if (tooLong.contains(run)) {
            throw new TooLong(run);
        }
        RolloutAccount account = new RolloutAccount();
        for (Entry entry : entries) {
            if (entry.event() instanceof RolloutRunEvent event && event.run().equals(run) && isAsked.test(entry)) {
                account.add(event, Recorded.of(entry.index(), entry.recordedAt(), entry.metadata()));
            }
        }
        return account.begun() ? Optional.of(account.report(this::signature)) : Optional.empty();
    }

    private RolloutReport.@Nullable Signature signature(SignatureId id) {
        return entries.stream()
                .filter(entry -> entry.event() instanceof RecordSigned signed
                        && signed.signature().equals(id))
                .map(entry -> RolloutReport.Signature.of(
                        (RecordSigned) entry.event(), Recorded.of(entry.index(), entry.recordedAt(), entry.metadata())))
                .findFirst()
                .orElse(null);
    }

    void project(long from) {
        for (ReadModel model : readModels) {
            project(model, from, entries.size());
        }
    }

    /**
     * Hands a read model what might come next, in one transaction of which nothing is left, nor in the log.
     *
     * @param look at the tables before they are as they were
     */
    void tryOut(ReadModel model, String tenant, List<?> events, Runnable look) {
        AnnotationEventHandlerAdapter handler = new AnnotationEventHandlerAdapter(model);
        Map<String, Object> metadata = new LinkedHashMap<>(History.ADA.toMetadata(tenant));
        transaction.executeWithoutResult(status -> {
            long index = entries.size();
            for (Object event : events) {
                handle(handler, new Entry(index, event, FIRST.plusSeconds(index), metadata));
                index++;
            }
            look.run();
            status.setRollbackOnly();
        });
    }

    /** In batches of seven, each in a transaction, as a processor does. */
    void project(ReadModel model, long from, long to) {
        AnnotationEventHandlerAdapter handler = new AnnotationEventHandlerAdapter(model);
        for (long start = from; start < to; start += 7) {
            long begin = start;
            long end = Math.min(to, start + 7);
            transaction.executeWithoutResult(
                    status -> entries.subList((int) begin, (int) end).forEach(entry -> handle(handler, entry)));
        }
    }

    private static void handle(AnnotationEventHandlerAdapter handler, Entry entry) {
        var message = new GenericTrackedDomainEventMessage<>(
                new GlobalSequenceTrackingToken(entry.index()),
                new GenericDomainEventMessage<>(
                        "type",
                        "id",
                        entry.index(),
                        entry.event(),
                        MetaData.from(entry.metadata()),
                        "event-" + entry.index(),
                        entry.recordedAt()));
        DefaultUnitOfWork.startAndGet(message).executeWithResult(() -> {
            handler.handle(message);
            return null;
        });
    }
}
