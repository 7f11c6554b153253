package io.devicetrail.app.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Runs steps one after the other, tells each to a person or keeps it for a program, and stops at the first that fails. */
final class DemoReport {
    private final PrintStream out;
    private final boolean forProgram;
    private final long started = System.nanoTime();
    private final List<DemoStep> steps = new ArrayList<>();

    DemoReport(PrintStream out, boolean forProgram) {
        this.out = out;
        this.forProgram = forProgram;
    }

    /** What a step does; it puts its figures into the map and throws {@link DemoFailure} if it did not come out. */
    interface Doing {
        void run(Map<String, Object> figures);
    }

    /** @return whether it came out; once one has failed, the others are not tried */
    boolean step(String name, Doing doing) {
        if (!ok()) {
            return false;
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        long begun = System.nanoTime();
        boolean ok = true;
        tell("▸ " + name);
        try {
            doing.run(figures);
        } catch (RuntimeException e) {
            ok = false;
            figures.put("failure", String.valueOf(e.getMessage()));
        }
        steps.add(new DemoStep(name, ok, seconds(begun), figures));
        figures.forEach((figure, value) -> tell("    " + figure + ": " + value));
        tell(String.format(java.util.Locale.ROOT, "  %s  %.1f s", ok ? "ok" : "FAILED", seconds(begun)));
        return ok;
    }

    /** A line for a person, which a program does not find in the answer. */
    void tell(String line) {
        (forProgram ? System.err : out).println(line);
    }

    boolean ok() {
        return steps.stream().allMatch(DemoStep::ok);
    }

    void finish(JsonMapper json) {
        if (forProgram) {
            Map<String, Object> whole = new LinkedHashMap<>();
            whole.put("ok", ok());
            whole.put("seconds", seconds(started));
            whole.put("steps", steps);
            out.println(json.writeValueAsString(whole));
        } else {
            tell(String.format(
                    java.util.Locale.ROOT,
                    "%s: %d steps in %.1f s",
                    ok() ? "The demo came out" : "The demo FAILED",
                    steps.size(),
                    seconds(started)));
        }
    }

    private static double seconds(long since) {
        return Math.round((System.nanoTime() - since) / 1e7) / 100.0;
    }
}
