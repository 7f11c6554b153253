package io.devicetrail.audit.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.audit.Requirement;
import io.devicetrail.domain.audittrail.AuditReading;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AuditTrailTest {
    private static final List<TenantId> TENANTS =
            List.of(new TenantId("acme"), new TenantId("acme-2"), new TenantId("zeta"));

    /** The oracle asks each event by itself, in no order; the trail must come to the same set, in log order. */
    @Test
    @Requirement("11.10(b)")
    void aFilteredTrailHoldsExactlyWhatTheOracleSays() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ListedLog log = shuffled(random);
        for (int round = 0; round < 300; round++) {
            TrailFilter filter = anyFilter(random, log);
            long head = random.nextInt(log.events().size());
            assertThat(indexes(log, filter, head))
                    .as("seed %d, round %d, %s, head %d", seed, round, filter, head)
                    .isEqualTo(oracle(log, filter, head));
        }
    }

    @Test
    @Requirement("11.10(b)")
    void anEventOfNoTenantStopsTheTrail() {
        ListedLog log = new ListedLog();
        LoggedEvent whole = ListedLog.ofEveryEvent(TENANTS.getFirst()).events().getFirst();
        log.append(new LoggedEvent(0, whole.name(), whole.recordedAt(), whole.payload(), Map.of()));

        assertThatThrownBy(() -> indexes(log, TrailFilter.ofTenant(TENANTS.getFirst()), 0))
                .isInstanceOf(LogUnreadable.class)
                .hasMessage("event 0 names no tenant");
    }

    @Test
    void anEmptyLogHasAnEmptyTrail() throws IOException {
        assertThat(indexes(new ListedLog(), TrailFilter.ofTenant(TENANTS.getFirst()), -1))
                .isEmpty();
    }

    @Test
    void progressEndsAtTheEnd() throws IOException {
        ListedLog log = ListedLog.ofEveryEvent(TENANTS.getFirst());
        List<String> reports = new ArrayList<>();

        new AuditTrail(log)
                .read(
                        TrailFilter.ofTenant(TENANTS.getLast()),
                        log.head(),
                        entry -> {},
                        (read, of) -> reports.add(read + " of " + of));

        assertThat(reports)
                .containsExactly(log.events().size() + " of " + log.events().size());
    }

    @Test
    void aPeriodThatEndsBeforeItStartsIsRefused() {
        Instant noon = Instant.parse("2026-11-20T12:00:00Z");
        assertThatThrownBy(() -> new TrailFilter(TENANTS.getFirst(), null, noon, noon, null, null))
                .isInstanceOf(MalformedInput.class)
                .hasMessageContaining("later than from");
    }

    private static ListedLog shuffled(Random random) {
        ListedLog log = new ListedLog();
        for (int i = 0; i < 400; i++) {
            TenantId tenant = TENANTS.get(random.nextInt(TENANTS.size()));
            List<Object> kinds = EveryEvent.of(tenant);
            // Clocks step back: time of recording is not sorted in the log.
            Instant recordedAt = ListedLog.START.plusSeconds(random.nextInt(1_000));
            log.append(ListedLog.event(i, tenant, kinds.get(random.nextInt(kinds.size())), recordedAt));
        }
        return log;
    }

    private static TrailFilter anyFilter(Random random, ListedLog log) {
        List<LoggedEvent> events = log.events();
        LoggedEvent one = events.get(random.nextInt(events.size()));
        Instant from = one.recordedAt();
        long first = random.nextInt(events.size());
        return new TrailFilter(
                TENANTS.get(random.nextInt(TENANTS.size())),
                random.nextBoolean() ? AuditReading.recordOf(one.payload()).id() : null,
                random.nextBoolean() ? from : null,
                random.nextBoolean() ? from.plusSeconds(1 + random.nextInt(500)) : null,
                random.nextBoolean() ? first : null,
                random.nextBoolean() ? first + random.nextInt(200) : null);
    }

    private static List<Long> oracle(ListedLog log, TrailFilter filter, long head) {
        List<Long> due = new ArrayList<>();
        for (LoggedEvent event : log.events()) {
            String record = filter.record();
            Instant from = filter.from();
            Instant to = filter.to();
            Long first = filter.first();
            Long last = filter.last();
            boolean in = event.index() <= head;
            in &= filter.tenant().value().equals(event.metadata().get(Metadata.TENANT));
            in &= record == null
                    || record.equals(AuditReading.recordOf(event.payload()).id());
            in &= from == null || event.recordedAt().compareTo(from) >= 0;
            in &= to == null || event.recordedAt().compareTo(to) < 0;
            in &= first == null || event.index() >= first;
            in &= last == null || event.index() <= last;
            if (in) {
                due.add(event.index());
            }
        }
        return due;
    }

    private static List<Long> indexes(ListedLog log, TrailFilter filter, long head) throws IOException {
        List<Long> indexes = new ArrayList<>();
        new AuditTrail(log)
                .read(
                        filter,
                        head,
                        entry -> {
                            if (entry.ordinal() == 0) {
                                indexes.add(entry.index());
                            }
                        },
                        AuditTrail.Progress.NONE);
        return indexes;
    }
}
