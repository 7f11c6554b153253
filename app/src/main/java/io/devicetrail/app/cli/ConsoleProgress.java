package io.devicetrail.app.cli;

import io.devicetrail.app.embedded.Progress;
import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** On a terminal one line that keeps changing, elsewhere plain lines; a ready part always leaves its line. */
public final class ConsoleProgress implements Progress, AutoCloseable {
    private static final int QUIET_SECONDS = 5;

    private final PrintStream out;
    private final boolean terminal;
    private final long begin = System.nanoTime();
    private final Map<String, String> waiting = new LinkedHashMap<>();
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("progress").factory());
    private boolean drawn;

    public ConsoleProgress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
        long period = terminal ? 250 : TimeUnit.SECONDS.toMillis(QUIET_SECONDS);
        ticks.scheduleAtFixedRate(this::tick, period, period, TimeUnit.MILLISECONDS);
    }

    public static boolean onTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    @Override
    public synchronized void waiting(String part, String doing) {
        waiting.put(part, doing);
        if (terminal) {
            draw();
        }
    }

    @Override
    public synchronized void ready(String part, String address, Duration took) {
        waiting.remove(part);
        line(String.format(Locale.ROOT, "%-14s ready  %-32s %6.1f s", part, address, took.toMillis() / 1000.0));
    }

    @Override
    public synchronized void note(String line) {
        line(line);
    }

    private void line(String text) {
        clear();
        out.println(text);
        if (terminal) {
            draw();
        }
        out.flush();
    }

    private synchronized void tick() {
        if (waiting.isEmpty()) {
            return;
        }
        if (terminal) {
            draw();
        } else {
            out.println(status());
            out.flush();
        }
    }

    private void draw() {
        if (!waiting.isEmpty()) {
            clear();
            out.print(status());
            out.flush();
            drawn = true;
        }
    }

    private void clear() {
        if (drawn) {
            out.print("\r\033[K");
            drawn = false;
        }
    }

    private String status() {
        long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
        return waiting.entrySet().stream()
                .map(part -> part.getKey() + " (" + part.getValue() + ")")
                .collect(Collectors.joining(", ", "waiting for ", ", " + seconds + " s"));
    }

    @Override
    public synchronized void close() {
        ticks.shutdownNow();
        waiting.clear();
        clear();
        out.flush();
    }
}
