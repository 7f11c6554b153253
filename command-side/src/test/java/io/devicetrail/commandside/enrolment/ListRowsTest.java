package io.devicetrail.commandside.enrolment;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.commandside.sending.Attempt;
import io.devicetrail.commandside.sending.LogUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ListRowsTest {
    private static final int MANY = 4 * ListRows.AT_ONCE;
    private static final List<Integer> ROWS = IntStream.range(0, MANY).boxed().toList();
    private static final ListRows.Patience AT_ONCE = new ListRows.Patience(10, Duration.ZERO, Duration.ofMinutes(1));
    private static final BooleanSupplier AWAITED = () -> false;

    @Test
    void theAnswerIsInTheOrderOfTheList() {
        assertThat(rows(row -> "row " + row, AWAITED).each(ROWS))
                .containsExactlyElementsOf(
                        ROWS.stream().map(row -> "row " + row).toList());
        assertThat(rows(row -> "row " + row, AWAITED).each(List.of())).isEmpty();
    }

    /** Its repetition is on its way by then. */
    @Test
    void ofAListForWhichNobodyWaitsNoRowIsBegun() {
        AtomicInteger begun = new AtomicInteger();
        BooleanSupplier over = () -> begun.get() >= 3;
        Function<Integer, String> work = row -> {
            // One after the other: what is under way comes to its end.
            synchronized (begun) {
                begun.incrementAndGet();
                return "row " + row;
            }
        };
        assertThatThrownBy(() -> rows(work, over).each(ROWS)).hasMessageContaining("nobody waits");
        assertThat(begun).hasValueLessThan(3 + ListRows.AT_ONCE);
    }

    @Test
    void theFirstFailureEndsTheList() {
        AtomicInteger begun = new AtomicInteger();
        Function<Integer, String> work = row -> {
            begun.incrementAndGet();
            throw new IllegalStateException("row " + row);
        };
        assertThatThrownBy(() -> rows(work, AWAITED).each(ROWS)).hasMessageStartingWith("row ");
        assertThat(begun).hasValueLessThanOrEqualTo(ListRows.AT_ONCE);
    }

    @Test
    void severalListsTogetherHaveNoMoreOnTheirWayThanOne() {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch full = new CountDownLatch(ListRows.AT_ONCE);
        Function<Integer, String> work = row -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            full.countDown();
            try {
                assertThat(full.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            underWay.decrementAndGet();
            return "row " + row;
        };
        CompletableFuture<List<String>> other =
                CompletableFuture.supplyAsync(() -> rows(work, AWAITED).each(ROWS));
        assertThat(rows(work, AWAITED).each(ROWS)).hasSize(MANY);
        assertThat(other.join()).hasSize(MANY);
        assertThat(most).hasValueLessThanOrEqualTo(ListRows.AT_ONCE);
    }

    /** The others' tokens are shown once, in this answer. */
    @Test
    void aRowThatTheLogNeverAnswersCostsTheOthersNothing() {
        AtomicInteger tries = new AtomicInteger();
        Function<Integer, String> work = row -> {
            if (row == 7) {
                tries.incrementAndGet();
                throw LogUnavailable.forAuthority(null);
            }
            return "row " + row;
        };
        assertThat(rows(work, AWAITED).each(ROWS))
                .hasSize(MANY)
                .contains("row 0", "row 8")
                .containsOnlyOnce("unanswered 7");
        assertThat(tries).hasValue(AT_ONCE.rounds());
    }

    /** As long as a database takes that starts anew, a list is not left by half. */
    @Test
    void whatTheLogDidNotAnswerIsTriedAgainAsTheSameCommand() {
        Map<Integer, List<Attempt>> commands = new ConcurrentHashMap<>();
        Map<Integer, List<String>> tokens = new ConcurrentHashMap<>();
        Function<ListRow<Integer>, String> work = row -> {
            List<Attempt> sent = commands.computeIfAbsent(row.row(), unused -> new CopyOnWriteArrayList<>());
            sent.add(row.attempt("register"));
            tokens.computeIfAbsent(row.row(), unused -> new CopyOnWriteArrayList<>())
                    .add(row.once("token", () -> UUID.randomUUID().toString()));
            if (row.row() >= 5 && sent.size() < 3) {
                throw LogUnavailable.forAuthority(null);
            }
            return "row " + row.row();
        };
        assertThat(new ListRows<>(work, row -> "unanswered", AWAITED, AT_ONCE).each(ROWS))
                .containsExactlyElementsOf(
                        ROWS.stream().map(row -> "row " + row).toList());
        assertThat(commands.get(0)).hasSize(1);
        List<Attempt> fifth = requireNonNull(commands.get(5));
        assertThat(fifth).extracting(Attempt::again).containsExactly(false, true, true);
        assertThat(fifth)
                .extracting(Attempt::messageId)
                .containsOnly(fifth.getFirst().messageId());
        assertThat(Set.copyOf(requireNonNull(tokens.get(5)))).hasSize(1);
        assertThat(commands.values().stream()
                        .map(sent -> sent.getFirst().messageId())
                        .distinct())
                .hasSize(MANY);
    }

    /** The request must not end before what the others came to is told. */
    @Test
    void afterAWhileNoneIsTriedAgain() {
        AtomicInteger tries = new AtomicInteger();
        Function<ListRow<Integer>, String> work = row -> {
            if (row.row() == 7) {
                tries.incrementAndGet();
                throw LogUnavailable.forAuthority(null);
            }
            return "row " + row.row();
        };
        ListRows.Patience none = new ListRows.Patience(10, Duration.ZERO, Duration.ZERO);
        assertThat(new ListRows<>(work, row -> "unanswered " + row, AWAITED, none).each(ROWS))
                .contains("unanswered 7");
        assertThat(tries).hasValue(1);
    }

    @Test
    void aRowThatFailsWhenItIsTriedAgainCostsTheOthersNothing() {
        Function<ListRow<Integer>, String> work = row -> {
            if (row.row() != 7) {
                return "row " + row.row();
            }
            if (row.attempt("register").again()) {
                throw new IllegalStateException("row 7");
            }
            throw LogUnavailable.forAuthority(null);
        };
        assertThat(new ListRows<>(work, row -> "unanswered " + row, AWAITED, AT_ONCE).each(ROWS))
                .contains("row 6", "unanswered 7", "row 8");
    }

    @Test
    void whereTheLogAnswersNoneThatIsTheAnswerAtOnce() {
        AtomicInteger tries = new AtomicInteger();
        Function<Integer, String> work = row -> {
            tries.incrementAndGet();
            throw LogUnavailable.forAuthority(null);
        };
        assertThatThrownBy(() -> rows(work, AWAITED).each(ROWS)).isInstanceOf(LogUnavailable.class);
        assertThat(tries).hasValue(MANY);
    }

    private static ListRows<Integer, String> rows(Function<Integer, String> work, BooleanSupplier over) {
        return new ListRows<>(row -> work.apply(row.row()), row -> "unanswered " + row, over, AT_ONCE);
    }
}
