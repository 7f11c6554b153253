package io.devicetrail.app.clock;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernel's own estimate of its clock, as the time daemon keeps it ({@code adjtimex(2)}), read at most once a
 * minute. Without a time daemon the kernel states an uncertainty of 16 s: that is the truth, and it is recorded.
 */
public final class KernelClock {
    private static final Logger log = LoggerFactory.getLogger(KernelClock.class);
    /** How long an estimate is used before it is read again. */
    private static final Duration VALID = Duration.ofSeconds(60);
    /** Size of {@code struct timex} on 64-bit Linux, and where its fields are. */
    private static final long TIMEX_BYTES = 208;

    private static final long OFFSET = 8;
    private static final long MAX_ERROR = 24;
    private static final long STATUS = 40;
    private static final int STATUS_NANOSECONDS = 0x2000;

    private final @Nullable MethodHandle adjtimex;
    private final AtomicReference<@Nullable Reading> last = new AtomicReference<>();

    public KernelClock() {
        this.adjtimex = find();
    }

    /**
     * @param offsetMillis offset from the time source that is still to be corrected
     * @param uncertaintyMillis most the clock may be wrong, by the kernel's own account
     */
    public record Estimate(long offsetMillis, long uncertaintyMillis) {}

    private record Reading(Optional<Estimate> estimate, long nanoTime) {}

    /** Empty where there is no such kernel. */
    public Optional<Estimate> estimate() {
        Reading reading = last.get();
        if (reading == null || System.nanoTime() - reading.nanoTime() > VALID.toNanos()) {
            reading = new Reading(read(), System.nanoTime());
            last.set(reading);
        }
        return reading.estimate();
    }

    private Optional<Estimate> read() {
        if (adjtimex == null) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            // All zero: modes 0 asks and changes nothing.
            MemorySegment timex = arena.allocate(TIMEX_BYTES, Long.BYTES);
            int state = (int) adjtimex.invokeExact(timex);
            if (state < 0) {
                return Optional.empty();
            }
            boolean nanoseconds = (timex.get(ValueLayout.JAVA_INT, STATUS) & STATUS_NANOSECONDS) != 0;
            long offset = timex.get(ValueLayout.JAVA_LONG, OFFSET) / (nanoseconds ? 1_000_000 : 1_000);
            return Optional.of(new Estimate(offset, timex.get(ValueLayout.JAVA_LONG, MAX_ERROR) / 1_000));
        } catch (Throwable e) {
            log.warn("the kernel's clock estimate cannot be read: {}", e.toString());
            return Optional.empty();
        }
    }

    private static @Nullable MethodHandle find() {
        boolean known = System.getProperty("os.name").equals("Linux") && ValueLayout.ADDRESS.byteSize() == Long.BYTES;
        if (!known) {
            return null;
        }
        Linker linker = Linker.nativeLinker();
        SymbolLookup symbols = linker.defaultLookup();
        return symbols.find("adjtimex")
                .map(symbol ->
                        linker.downcallHandle(symbol, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS)))
                .orElse(null);
    }
}
