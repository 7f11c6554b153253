package io.devicetrail.ingress.intake;

import io.devicetrail.domain.devicemodel.ModelVersionFindings;
import io.devicetrail.ingress.IngressFigures;
import io.devicetrail.ingress.IngressSettings;
import io.devicetrail.ingress.certificate.Reminders;
import io.devicetrail.ingress.contract.DeviceContracts;
import io.devicetrail.ingress.contract.StoredFindings;
import io.devicetrail.ingress.presence.LeaseStore;
import io.devicetrail.ingress.quarantine.Misfit;
import io.devicetrail.ingress.quarantine.QuarantineReason;
import io.devicetrail.ingress.quarantine.QuarantineStore;
import io.devicetrail.ingress.rollout.OpenOffers;
import io.devicetrail.ingress.telemetry.TelemetryPartitions;
import io.devicetrail.ingress.telemetry.TelemetryStore;
import io.devicetrail.ingress.twin.DesiredAsks;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One writer of what devices say. A batch is one transaction; its messages are acknowledged to the broker after the
 * commit and never before, so a crash anywhere here only means that they come again and are found to be duplicates.
 */
final class WriterThread {
    private static final Logger LOG = LoggerFactory.getLogger(WriterThread.class);
    /** How often messages that wait for their contract are tried again. */
    private static final Duration RECHECK = Duration.ofMillis(50);

    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final String name;
    private final BlockingQueue<Arrival> queue;
    private final List<Arrival> waiting = new ArrayList<>();
    private final TransactionTemplate transaction;
    private final DeviceContracts contracts;
    private final TelemetryStore telemetry;
    private final LeaseStore leases;
    private final DesiredAsks desired;
    private final Reminders reminders;
    private final OpenOffers offers;
    private final QuarantineStore quarantine;
    private final ModelVersionFindings findings;
    private final TelemetryPartitions partitions;
    private final Clock clock;
    private final IngressSettings settings;
    private final IngressFigures figures;
    private volatile @Nullable Thread thread;

    WriterThread(
            String name,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            DeviceContracts contracts,
            TelemetryPartitions partitions,
            Clock clock,
            IngressSettings settings,
            IngressFigures figures) {
        this.name = name;
        this.queue = new ArrayBlockingQueue<>(settings.queueCapacity());
        this.transaction = new TransactionTemplate(transactions);
        this.contracts = contracts;
        this.telemetry = new TelemetryStore(jdbc);
        this.leases = new LeaseStore(jdbc, settings.stragglerWindow());
        this.desired = new DesiredAsks(jdbc);
        this.reminders = new Reminders(jdbc);
        this.offers = new OpenOffers(jdbc, transactions);
        this.quarantine = new QuarantineStore(jdbc);
        this.findings = new StoredFindings(jdbc, clock);
        this.partitions = partitions;
        this.clock = clock;
        this.settings = settings;
        this.figures = figures;
    }

    /** Never waits; false if the queue is full. */
    boolean offer(Arrival arrival) {
        return queue.offer(arrival);
    }

    void start() {
        Thread started = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
        thread = started;
        started.start();
    }

    /** What is in the queue was not acknowledged and will come again. */
    void stop() {
        Thread stopped = thread;
        thread = null;
        if (stopped != null) {
            stopped.interrupt();
            try {
                stopped.join(LONGEST_STOP);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        queue.clear();
    }

    private void run() {
        List<Arrival> batch = List.of();
        while (thread == Thread.currentThread()) {
            try {
                batch = List.of();
                batch = collect();
                if (!batch.isEmpty()) {
                    partitions.prepare();
                    settle(batch);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | Error e) {
                // An error too: a writer that ended would leave its devices unheard, and nothing would say so.
                LOG.error("The writer goes on after a fault of its own; the messages will come again", e);
                // Those that wait for a contract are in the batch as well, or settled by it.
                batch.forEach(arrival -> arrival.delivery().giveBack());
            }
        }
    }

    private List<Arrival> collect() throws InterruptedException {
        List<Arrival> batch = new ArrayList<>(waiting);
        Duration patience = waiting.isEmpty() ? Duration.ofSeconds(1) : RECHECK;
        waiting.clear();
        Arrival first = queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
            batch.add(first);
            long lingerEnds = System.nanoTime() + settings.linger().toNanos();
            while (batch.size() < settings.batchSize()) {
                queue.drainTo(batch, settings.batchSize() - batch.size());
                long left = lingerEnds - System.nanoTime();
                Arrival next =
                        batch.size() < settings.batchSize() && left > 0 ? queue.poll(left, TimeUnit.NANOSECONDS) : null;
                if (next == null) {
                    break;
                }
                batch.add(next);
            }
        }
        return batch;
    }

    /** Stores the batch, however long the database is away, and then acknowledges it. */
    private void settle(List<Arrival> batch) throws InterruptedException {
        Backoff backoff = new Backoff(SHORTEST_PAUSE, LONGEST_PAUSE);
        while (true) {
            try {
                Sorting sorting = Sorting.of(batch, contracts, clock.instant(), settings.contractWait());
                store(sorting);
                waiting.addAll(sorting.waiting);
                sorting.settled.forEach(arrival -> arrival.delivery().acknowledge());
                return;
            } catch (RuntimeException e) {
                if (Unstorable.isThe(e)) {
                    separate(batch, e);
                    return;
                }
                figures.retried.increment();
                LOG.warn("{} messages wait for the database: {}", batch.size(), e.toString());
                backoff.pause();
            }
        }
    }

    private void store(Sorting sorting) {
        if (sorting.settled.isEmpty()) {
            return;
        }
        Integer fresh = transaction.execute(ignored -> {
            int stored = telemetry.store(sorting.telemetry, clock.instant().truncatedTo(ChronoUnit.MICROS));
            leases.renew(sorting.sightings);
            desired.ask(List.copyOf(sorting.desiring));
            reminders.returned(sorting.online);
            offers.returned(sorting.online);
            quarantine.keep(sorting.quarantined);
            findings.note(sorting.findings);
            return stored;
        });
        int stored = fresh == null ? 0 : fresh;
        figures.stored.add(stored);
        figures.duplicate.add(sorting.telemetry.size() - stored);
        figures.quarantined.add(sorting.quarantined.size());
    }

    /** One message that the database will never take must not hold up the others. */
    private void separate(List<Arrival> batch, RuntimeException cause) throws InterruptedException {
        if (batch.size() > 1) {
            settle(List.copyOf(batch.subList(0, batch.size() / 2)));
            settle(List.copyOf(batch.subList(batch.size() / 2, batch.size())));
            return;
        }
        Arrival one = batch.getFirst();
        if (one.content() instanceof Arrival.Unfit) {
            LOG.error(
                    "A message on {} can be neither stored nor quarantined and stays with the broker",
                    one.delivery().topic(),
                    cause);
            return;
        }
        settle(List.of(Arrival.unfit(
                one.delivery(), one.topic(), new Misfit(QuarantineReason.NOT_STORABLE, cause.toString()))));
    }
}
