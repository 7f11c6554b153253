package io.devicetrail.queryside.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class StreamThreadsTest {
    /** An interrupt closes the connection to the database on which a virtual thread reads. */
    @Test
    void whatReadsForAStreamIsNotInterruptedWhenItEnds() {
        CountDownLatch free = new CountDownLatch(1);
        AtomicInteger reading = new AtomicInteger();
        AtomicInteger read = new AtomicInteger();
        AtomicBoolean interrupted = new AtomicBoolean();
        Runnable reads = () -> {
            reading.incrementAndGet();
            try {
                free.await(10, TimeUnit.SECONDS);
                read.incrementAndGet();
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
        };
        List<Disposable> streams = List.of(
                Flux.just("change")
                        .publishOn(StreamThreads.EACH_ITS_OWN, 1)
                        .doOnNext(change -> reads.run())
                        .subscribe(),
                Mono.fromRunnable(reads).subscribeOn(StreamThreads.EACH_ITS_OWN).subscribe());
        await().until(() -> reading.get() == 2);
        streams.forEach(Disposable::dispose);
        free.countDown();
        await().until(() -> read.get() == 2 || interrupted.get());
        assertThat(interrupted).isFalse();
    }

    @Test
    void soManyReadAtOnceAndTheOthersInTheirTurn() throws InterruptedException {
        CountDownLatch free = new CountDownLatch(1);
        AtomicInteger reading = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 3 * StreamThreads.READINGS; i++) {
            threads.add(Thread.startVirtualThread(() -> StreamThreads.inTurn(() -> {
                most.accumulateAndGet(reading.incrementAndGet(), Math::max);
                try {
                    free.await(10, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return reading.decrementAndGet();
            })));
        }
        await().until(() -> reading.get() == StreamThreads.READINGS);
        free.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(most).hasValue(StreamThreads.READINGS);
    }
}
