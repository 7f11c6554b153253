package io.devicetrail.audit.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that fails at one step, in one of several ways, and after which the machine is off: what was not
 * synced is gone or torn. One counter for all disks of a run, so that each step of a run is reached in turn.
 */
final class FaultyStore implements LedgerStore {
    /** How the step fails. */
    enum Fault {
        /** Nothing of the step happens, and what was not synced is lost. */
        LOST,
        /** Nothing of the step happens, and everything before it happens to be on the disk. */
        FAILED,
        /** The step happens, but nobody is told. */
        DONE_UNTOLD,
        /** What was not synced is there by half. */
        TORN
    }

    /** Shared by the disks of a run: which step fails, and how. */
    static final class Plan {
        private final int failingStep;
        private final Fault fault;
        private int steps;
        boolean off;

        Plan(int failingStep, Fault fault) {
            this.failingStep = failingStep;
            this.fault = fault;
        }
    }

    private final Map<String, byte[]> durable;
    private final Map<String, byte[]> written = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private @Nullable Plan plan;

    FaultyStore(Map<String, byte[]> durable) {
        this.durable = durable;
    }

    static FaultyStore empty() {
        return new FaultyStore(new HashMap<>());
    }

    FaultyStore failing(Plan with) {
        plan = with;
        return this;
    }

    /** The disk as the machine finds it when it is switched on again. */
    FaultyStore afterPowerLoss() {
        Map<String, byte[]> found = new HashMap<>(durable);
        Plan failed = plan;
        if (failed != null && failed.fault != Fault.LOST) {
            boolean torn = failed.fault == Fault.TORN;
            written.forEach((path, bytes) -> found.put(path, torn ? Arrays.copyOf(bytes, bytes.length / 2) : bytes));
        }
        return new FaultyStore(found);
    }

    /** Contents of the checkpoint that anyone could have read. */
    Set<String> seen() {
        return seen;
    }

    Map<String, byte[]> files() {
        Map<String, byte[]> all = new HashMap<>(durable);
        all.putAll(written);
        return all;
    }

    @Override
    public byte[] read(String path) throws IOException {
        byte[] bytes = written.getOrDefault(path, durable.get(path));
        if (bytes == null) {
            throw new NoSuchFileException(path);
        }
        return bytes.clone();
    }

    @Override
    public void write(String path, byte[] bytes) throws IOException {
        step(() -> written.put(path, bytes.clone()));
    }

    @Override
    public void sync() throws IOException {
        step(() -> {
            durable.putAll(written);
            written.clear();
        });
    }

    @Override
    public void replace(String path, byte[] bytes) throws IOException {
        step(() -> {
            written.remove(path);
            durable.put(path, bytes.clone());
            seen.add(new String(bytes, StandardCharsets.UTF_8));
        });
    }

    @Override
    public boolean hasFilesIn(String path) {
        return files().keySet().stream().anyMatch(name -> name.equals(path) || name.startsWith(path + "/"));
    }

    @Override
    public void delete(String path) throws IOException {
        step(() -> {
            written.remove(path);
            durable.remove(path);
        });
    }

    @Override
    public void deleteFolder(String path) throws IOException {
        step(() -> {
            durable.keySet().removeIf(name -> name.startsWith(path + "/"));
            written.keySet().removeIf(name -> name.startsWith(path + "/"));
        });
    }

    private void step(Runnable action) throws IOException {
        Plan failing = plan;
        if (failing == null) {
            action.run();
            return;
        }
        if (failing.off) {
            throw new IOException("the machine is off");
        }
        if (failing.steps++ == failing.failingStep) {
            failing.off = true;
            if (failing.fault == Fault.DONE_UNTOLD) {
                action.run();
            }
            throw new IOException("step " + failing.failingStep + " fails");
        }
        action.run();
    }
}
